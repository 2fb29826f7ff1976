/**
 * A small shop that keeps the demo's two topics moving: orders that are placed, customers that change and leave.
 *
 * <p>One thread produces; {@link dev.weir.e2e.demo.shop.Shop} starts and stops it.
 */
@NullMarked
package dev.weir.e2e.demo.shop;

import org.jspecify.annotations.NullMarked;
