/**
 * What tells stored responses apart: the key made of the target URI and what the route adds to it, and the request
 * fields that Vary nominates, each brought into the one form that all equivalent requests share.
 *
 * <p>Pure functions and immutable values, on any thread. Two requests share a key only if the specifications, or the
 * route's own settings, say that they mean the same.
 */
@NullMarked
package dev.weir.dataplane.http.policy.key;

import org.jspecify.annotations.NullMarked;
