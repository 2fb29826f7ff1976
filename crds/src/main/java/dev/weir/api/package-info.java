/**
 * The API of Weir: the custom resources {@link dev.weir.api.KafkaCacheBinding} and {@link dev.weir.api.HttpCache} as
 * records, exactly as a user writes them.
 *
 * <p>Everything here is immutable data and safe on any thread. A collection is never null and never changes. Only the
 * two resource classes know the Kubernetes client; it is absent where the data-plane runs, so nothing else may touch
 * it.
 *
 * <p>To add a field, add a component with its description, default and bounds: strict reading and the schema of the CRD
 * follow from it (see {@link dev.weir.api.schema}). What it must keep to beside other fields is a
 * {@link dev.weir.api.schema.Rule} at the record and a rule in {@code dev.weir.api.validation}; a document in
 * {@code src/test/resources/documents} shows what users are told.
 */
@NullMarked
package dev.weir.api;

import org.jspecify.annotations.NullMarked;
