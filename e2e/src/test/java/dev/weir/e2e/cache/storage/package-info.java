/**
 * What a cache makes of a disk that is full or that has lost something: the partitions concerned are read through or
 * fetched again, and clients notice nothing.
 */
@NullMarked
package dev.weir.e2e.cache.storage;

import org.jspecify.annotations.NullMarked;
