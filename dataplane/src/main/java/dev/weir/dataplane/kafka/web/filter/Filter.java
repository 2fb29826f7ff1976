package dev.weir.dataplane.kafka.web.filter;

import dev.weir.dataplane.kafka.web.record.Message;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which messages are asked for. Any thread. */
public sealed interface Filter {
    Filter EVERYTHING = new AllOf(List.of());

    boolean test(Message message);

    /** Whether any of the messages whose contents these are can pass. False is certain, true is not. */
    boolean mayPass(Contents contents);

    /** The only keys that messages which pass may have; null where they may have any other, or none. */
    @Nullable
    Set<ByteBuffer> keys();

    /**
     * The key is such.
     *
     * @param pattern null for messages without a key
     */
    record OfKey(@Nullable TextPattern pattern) implements Filter {
        @Override
        public boolean test(Message message) {
            var key = message.key();
            return pattern == null ? key == null : key != null && pattern.matches(key);
        }

        @Override
        public boolean mayPass(Contents contents) {
            ByteBuffer literal = literal();
            return literal == null || contents.mayHaveKey(literal);
        }

        @Override
        public @Nullable Set<ByteBuffer> keys() {
            ByteBuffer literal = literal();
            return literal == null ? null : Set.of(literal);
        }

        private @Nullable ByteBuffer literal() {
            return pattern == null ? null : pattern.literal();
        }
    }

    /** One of the headers of that name has such a value. */
    record OfHeader(String name, TextPattern pattern) implements Filter {
        @Override
        public boolean test(Message message) {
            return message.texts(name).stream().anyMatch(pattern::matches);
        }

        @Override
        public boolean mayPass(Contents contents) {
            return mayPass(name, pattern, contents);
        }

        @Override
        public @Nullable Set<ByteBuffer> keys() {
            return null;
        }

        static boolean mayPass(String name, TextPattern pattern, Contents contents) {
            ByteBuffer literal = pattern.literal();
            return literal == null || contents.mayHaveHeader(name, literal);
        }
    }

    /** All headers of that name have such values, in this order, and then any others where there may be a rest. */
    record OfHeaders(String name, List<TextPattern> sequence, boolean rest) implements Filter {
        public OfHeaders {
            sequence = List.copyOf(sequence);
        }

        @Override
        public boolean test(Message message) {
            List<String> values = message.texts(name);
            if (rest ? values.size() < sequence.size() : values.size() != sequence.size()) {
                return false;
            }
            for (int i = 0; i < sequence.size(); i++) {
                if (!sequence.get(i).matches(values.get(i))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean mayPass(Contents contents) {
            return sequence.stream().allMatch(pattern -> OfHeader.mayPass(name, pattern, contents));
        }

        @Override
        public @Nullable Set<ByteBuffer> keys() {
            return null;
        }
    }

    record Not(Filter filter) implements Filter {
        @Override
        public boolean test(Message message) {
            return !filter.test(message);
        }

        @Override
        public boolean mayPass(Contents contents) {
            return true; // what is not there is no help
        }

        @Override
        public @Nullable Set<ByteBuffer> keys() {
            return null;
        }
    }

    record AllOf(List<Filter> filters) implements Filter {
        public AllOf {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean test(Message message) {
            for (Filter each : filters) {
                if (!each.test(message)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public boolean mayPass(Contents contents) {
            return filters.stream().allMatch(each -> each.mayPass(contents));
        }

        /** The fewest that any of them allows. */
        @Override
        public @Nullable Set<ByteBuffer> keys() {
            return filters.stream()
                    .map(Filter::keys)
                    .filter(Objects::nonNull)
                    .min(Comparator.comparingInt(Set::size))
                    .orElse(null);
        }
    }

    record AnyOf(List<Filter> filters) implements Filter {
        public AnyOf {
            filters = List.copyOf(filters);
        }

        @Override
        public boolean test(Message message) {
            for (Filter each : filters) {
                if (each.test(message)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean mayPass(Contents contents) {
            return filters.stream().anyMatch(each -> each.mayPass(contents));
        }

        @Override
        public @Nullable Set<ByteBuffer> keys() {
            var any = new HashSet<ByteBuffer>();
            for (Filter each : filters) {
                Set<ByteBuffer> keys = each.keys();
                if (keys == null) {
                    return null;
                }
                any.addAll(keys);
            }
            return any;
        }
    }

    /** All of them: the only one where there is but one. */
    static Filter all(List<Filter> filters) {
        return filters.size() == 1 ? filters.getFirst() : new AllOf(filters);
    }

    /** Any of them: the only one where there is but one. */
    static Filter any(List<Filter> filters) {
        return filters.size() == 1 ? filters.getFirst() : new AnyOf(filters);
    }
}
