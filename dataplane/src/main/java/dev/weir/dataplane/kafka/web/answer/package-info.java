/** How messages and problems are written to web clients. */
@NullMarked
package dev.weir.dataplane.kafka.web.answer;

import org.jspecify.annotations.NullMarked;
