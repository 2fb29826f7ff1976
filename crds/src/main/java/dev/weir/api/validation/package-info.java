/**
 * What a document must keep to beyond the shape of its records: that names refer to something, that nothing is in the
 * way of something else. {@link dev.weir.api.validation.Validation} is the same for the operator and the data-plane.
 *
 * <p>Pure functions, safe on any thread. Whatever of this the API server can judge is also a
 * {@link dev.weir.api.schema.Rule} at the record.
 */
@NullMarked
package dev.weir.api.validation;

import org.jspecify.annotations.NullMarked;
