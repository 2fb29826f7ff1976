/** Records as web clients are given them: decompressed, committed, without what only brokers need. */
@NullMarked
package dev.weir.dataplane.kafka.web.record;

import org.jspecify.annotations.NullMarked;
