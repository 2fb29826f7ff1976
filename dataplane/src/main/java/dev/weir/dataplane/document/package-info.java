/**
 * Owns the documents that run: loads them, watches them, tells what is active and what was rejected.
 *
 * <p>Everything happens on one thread, {@code weir-documents}; the outcome is published by a single volatile write, to
 * be read from anywhere. A set of documents that cannot be read, is not valid or cannot be applied never replaces one
 * that runs.
 */
@NullMarked
package dev.weir.dataplane.document;

import org.jspecify.annotations.NullMarked;
