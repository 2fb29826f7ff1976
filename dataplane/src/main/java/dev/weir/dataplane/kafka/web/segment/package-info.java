/**
 * Which keys and headers there are in a segment of a log, in so few bytes that many segments can be known: whoever asks
 * for few messages of many need not read them all. Nothing here decides what is read.
 */
@NullMarked
package dev.weir.dataplane.kafka.web.segment;

import org.jspecify.annotations.NullMarked;
