/**
 * Owns how contents are coded: gzip by the JDK, Brotli and Zstandard by native libraries that come along in jars and
 * are unpacked to the folder for temporary files when they are needed first.
 *
 * <p>An encoder runs on one thread, is given pieces that are small enough not to hold that up, and has memory outside
 * the heap until it is closed. Nothing here decides what is coded, nor knows where contents come from and go to.
 */
@NullMarked
package dev.weir.dataplane.http.coding;

import org.jspecify.annotations.NullMarked;
