/**
 * What an HTTP cache may do, as RFC 9110, RFC 9111, RFC 5861, RFC 8246, RFC 9211 and RFC 9213 say it: whether a
 * response is stored ({@link dev.weir.dataplane.http.policy.Storability}), whether a stored one answers a request
 * ({@link dev.weir.dataplane.http.policy.Reuse}), with what ({@link dev.weir.dataplane.http.policy.Answer}), what a 304
 * or a HEAD does to it ({@link dev.weir.dataplane.http.policy.Freshening}), how parts become a whole
 * ({@link dev.weir.dataplane.http.policy.Combination}) and which URIs a change takes out of the cache
 * ({@link dev.weir.dataplane.http.policy.Invalidation}).
 *
 * <p>Pure functions of request, stored responses, route policy and time, on any thread; times are epoch milliseconds
 * and always handed in. No I/O, no clock, no logging, no Netty: what carries a decision out is elsewhere. What is
 * reused most, a fresh response, is decided on numbers alone: its fields are not looked at.
 */
@NullMarked
package dev.weir.dataplane.http.policy;

import org.jspecify.annotations.NullMarked;
