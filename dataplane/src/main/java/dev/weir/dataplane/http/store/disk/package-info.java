/**
 * Owns the tier of a bucket that lies on a volume: a log of segment files, and an index of it in memory.
 *
 * <p>What is stored, changed and withdrawn is appended by one thread in the order in which it happened; another one
 * reads. When the log is full its oldest segment goes, and of it what was used stays. Nothing is served that is not
 * whole: whatever does not carry its checksum is dropped. While a change waits to be written, nothing that it may
 * concern is offered. Event loops never wait here.
 */
@NullMarked
package dev.weir.dataplane.http.store.disk;

import org.jspecify.annotations.NullMarked;
