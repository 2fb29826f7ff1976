/**
 * What a record says about the documents it is read from. The components and their annotations are the one place where
 * a field is defined: strict reading, defaults, bounds and the schema of the CRD all follow from the
 * {@link dev.weir.api.schema.Shape} that is derived here.
 *
 * <ul>
 *   <li>A component that is not {@code @Nullable} and has no {@link dev.weir.api.schema.Default} must be given; a list
 *       or map must be given only where its {@link dev.weir.api.schema.Size} says that it may not be empty.
 *   <li>Every list and map has a {@link dev.weir.api.schema.Size}, so the work that a document can cause is bounded by
 *       its shape.
 *   <li>{@link dev.weir.api.schema.Format}, {@link dev.weir.api.schema.Range}, {@link dev.weir.api.schema.Size},
 *       {@link dev.weir.api.schema.Distinct} and {@link dev.weir.api.schema.KeyedBy} stand at the type they constrain,
 *       which may be a type argument.
 * </ul>
 *
 * <p>Immutable, safe on any thread. Knows no record of the API in particular, and nothing of YAML.
 */
@NullMarked
package dev.weir.api.schema;

import org.jspecify.annotations.NullMarked;
