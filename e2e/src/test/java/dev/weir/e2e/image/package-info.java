/**
 * The container images that {@code ./weir images} wrote, in the folder that {@code WEIR_TEST_IMAGES} names: what they
 * promise to whoever runs them, and that they run.
 */
@NullMarked
package dev.weir.e2e.image;

import org.jspecify.annotations.NullMarked;
