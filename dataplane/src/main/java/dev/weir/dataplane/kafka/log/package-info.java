/**
 * Kafka's own log engine, and nothing of it outside: no other package sees a class of kafka-storage or
 * kafka-server-common, which are internal to Kafka and pinned to one version.
 * {@link dev.weir.dataplane.kafka.log.LogStore} is the entry; it knows no Netty and no upstream.
 *
 * <h2>Why the engine's logs, but not its LogManager</h2>
 *
 * {@code UnifiedLog} and {@code LogCleaner} are the broker's: segments, indexes, retention, compaction, producer state,
 * aborted transactions, leader epochs. {@code LogManager}, which drives them in a broker, is left out for two reasons.
 *
 * <ul>
 *   <li>It answers an I/O error of one partition by giving up the whole directory: every later operation of every log
 *       in it is refused, reads included. A broker has other replicas to go on with. Here each log has a failure
 *       channel of its own ({@code LogFailures}), a failed append is taken back ({@code Appending}), and what cannot be
 *       relied on any more is closed and opened again alone ({@code PartitionFiles}).
 *   <li>After a crash it reads the active segment of every partition from its beginning, flushed or not: gigabytes for
 *       a few hundred partitions. Here each partition is marked when it is flushed ({@code Mark}), and only what was
 *       written since is taken off and appended again, checked ({@code Tail}, {@code Replay}). Files that do not fit
 *       their mark are left to the engine's own recovery, for that partition only.
 * </ul>
 *
 * <h2>What holds</h2>
 *
 * <ul>
 *   <li>Batches are stored and given back byte for byte. Bytes are checked when they come in, or when they are first
 *       read after a restart ({@code Verification}); a damaged batch is never served, its log is cut back before it.
 *   <li>What was appended is committed: upstream gives a consumer nothing else. After a restart the high watermark is
 *       the end of the log.
 *   <li>Nothing is deleted from a topic whose settings are not known.
 *   <li>A file is not closed or deleted under a transfer ({@code OpenReads}), unless its log failed or is closed.
 * </ul>
 *
 * <h2>Threads</h2>
 *
 * Appends and reads run on their callers' threads and block on the disk. A store has two threads for flushing,
 * retention and deletion, and one for compaction as soon as a topic is compacted; more threads open it, and end when it
 * is open.
 */
@NullMarked
package dev.weir.dataplane.kafka.log;

import org.jspecify.annotations.NullMarked;
