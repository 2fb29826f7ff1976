/**
 * The syntax of the header fields that a cache reads: each type knows one field's grammar, how bad forms of it are to
 * be taken, and nothing of what a cache does with it.
 *
 * <p>Pure functions and immutable values, on any thread. What is parsed may come from an attacker: every parser's work
 * is bounded by the length of the field, and none throws on what it reads.
 */
@NullMarked
package dev.weir.dataplane.http.policy.field;

import org.jspecify.annotations.NullMarked;
