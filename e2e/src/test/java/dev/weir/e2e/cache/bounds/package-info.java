/** What very many clients, or clients that misbehave, may cost a cache. */
@NullMarked
package dev.weir.e2e.cache.bounds;

import org.jspecify.annotations.NullMarked;
