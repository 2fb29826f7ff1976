/**
 * What is stated of a resource: the types of conditions, the closed list of reasons for each, and how a statement
 * replaces the one before it.
 *
 * <p>Pure functions, safe on any thread; time comes in. Types and reasons are an interface: each is in
 * {@code deploy/reference/conditions.md} with what to do, and a test holds the page to them.
 */
@NullMarked
package dev.weir.operator.conditions;

import org.jspecify.annotations.NullMarked;
