/** The cache read over HTTP, with clients that are not ours. */
@NullMarked
package dev.weir.e2e.cache.web;

import org.jspecify.annotations.NullMarked;
