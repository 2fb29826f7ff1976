/** Which messages a reader asks for, by their keys and headers. */
@NullMarked
package dev.weir.dataplane.kafka.web.filter;

import org.jspecify.annotations.NullMarked;
