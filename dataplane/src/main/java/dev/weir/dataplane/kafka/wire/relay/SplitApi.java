package dev.weir.dataplane.kafka.wire.relay;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.common.protocol.ApiMessage;

/**
 * How a request that is about several things is taken apart, and the responses put together.
 *
 * @param items the things, each of which may have to go elsewhere
 * @param subset a request like the given one, but about these things only
 * @param merge adds what the second response says to the first
 */
record SplitApi<Q extends ApiMessage, R extends ApiMessage, I>(
        Class<Q> request,
        Class<R> response,
        Function<Q, List<I>> items,
        BiFunction<Q, List<I>, Q> subset,
        BiConsumer<R, R> merge) {}
