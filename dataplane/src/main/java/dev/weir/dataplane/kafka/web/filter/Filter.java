package dev.weir.dataplane.kafka.web.filter;

import dev.weir.dataplane.kafka.web.record.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which messages are asked for. Any thread. */
public sealed interface Filter {
    Filter EVERYTHING = new AllOf(List.of());

    boolean test(Message message);

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
    }

    /** One of the headers of that name has such a value. */
    record OfHeader(String name, TextPattern pattern) implements Filter {
        @Override
        public boolean test(Message message) {
            return message.texts(name).stream().anyMatch(pattern::matches);
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
    }

    record Not(Filter filter) implements Filter {
        @Override
        public boolean test(Message message) {
            return !filter.test(message);
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
