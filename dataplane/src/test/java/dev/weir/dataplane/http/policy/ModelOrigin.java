package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers in the order it was told to, the last answer for ever; remembers what it was asked. */
final class ModelOrigin {
    /** A null response is a connection that breaks. */
    private final Deque<Function<RequestHead, @Nullable Message>> script = new ArrayDeque<>();

    private Function<RequestHead, @Nullable Message> current = request -> null;

    final List<RequestHead> requests = new ArrayList<>();

    record Message(int status, FieldList fields, String content) {}

    /** The content tells which response it is. */
    ModelOrigin answers(int status, String content, String... fields) {
        return answers(request -> new Message(status, FieldList.of(fields), content));
    }

    ModelOrigin answers(Function<RequestHead, @Nullable Message> answer) {
        script.addLast(answer);
        return this;
    }

    ModelOrigin breaks() {
        return answers(request -> null);
    }

    @Nullable
    Message ask(RequestHead request) {
        requests.add(request);
        if (!script.isEmpty()) {
            current = script.removeFirst();
        }
        return current.apply(request);
    }

    RequestHead lastRequest() {
        return requests.getLast();
    }
}
