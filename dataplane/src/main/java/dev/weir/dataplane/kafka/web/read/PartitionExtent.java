package dev.weir.dataplane.kafka.web.read;

/**
 * What there is of a partition.
 *
 * @param start the first offset that can be read
 * @param end behind the last record that is committed
 * @param cachedFrom where the copy of this pod begins; -1 where it holds none
 * @param lag how many offsets the copy is behind upstream, as far as that is known; 0 where there is no copy
 */
public record PartitionExtent(int partition, long start, long end, long cachedFrom, long lag) {}
