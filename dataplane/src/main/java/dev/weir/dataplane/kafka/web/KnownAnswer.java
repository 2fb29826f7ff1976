package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.LatestValues;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.TopicReads;
import dev.weir.dataplane.kafka.web.read.Waker;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with what a compacted topic says now, and where the client knows that already and is ready to wait, with what
 * it says next.
 */
final class KnownAnswer {
    private static final Pattern WAIT = Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?:$|[,;])");
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    private final TopicReads reads;
    private final Topic topic;
    private final RequestHead head;
    private final Permit permit;
    private final Output output;
    private final Waker waker;

    KnownAnswer(TopicReads reads, Topic topic, RequestHead head, Permit permit, Output output, Waker waker) {
        this.reads = reads;
        this.topic = topic;
        this.head = head;
        this.permit = permit;
        this.output = output;
        this.waker = waker;
    }

    interface Question<T> {
        T ask(LatestValues latest) throws ReadException, Refused, InterruptedException;
    }

    interface Tag<T> {
        /** Null for what no client can know already. */
        @Nullable
        String of(T answer);
    }

    interface Unchanged {
        void tell(int status, FieldList fields, byte @Nullable [] content);
    }

    /**
     * Asks until there is something new.
     *
     * @param unchanged tells the client that there is nothing new
     * @return empty when that was told
     */
    <T> Optional<T> await(Question<T> question, Tag<T> tag, Unchanged unchanged)
            throws Refused, ReadException, InterruptedException, ClientLeft {
        if (!reads.isCompacted(topic)) {
            throw new Refused(Problem.notFound("topic " + topic.name()
                    + " is not compacted, so no message is the latest of its key; ask for /topics/" + topic.name()
                    + "/messages?key=... instead"));
        }
        String known = head.fields().combined("if-none-match");
        long deadline = System.nanoTime() + permit.within(wait(head)).toNanos();
        reads.watch(topic, waker);
        try (LatestValues latest = reads.latest(topic)) {
            while (true) {
                latest.catchUp();
                T answer = question.ask(latest);
                String now = tag.of(answer);
                if (now == null || known == null || !new EntityTag(now).isIn(known)) {
                    return Optional.of(answer);
                }
                Duration rest = Duration.ofNanos(deadline - System.nanoTime());
                if (!rest.isPositive() || output.isDraining()) {
                    unchanged.tell(304, FieldList.of("ETag", now, "Cache-Control", "no-cache"), null);
                    return Optional.empty();
                }
                reads.awaitAppend(topic, waker, rest);
                output.check();
            }
        } finally {
            reads.forget(topic, waker);
        }
    }

    /** How long the client is ready to wait (RFC 7240 section 4.3). */
    private static Duration wait(RequestHead head) {
        String prefer = head.fields().combined("prefer");
        Matcher wait = WAIT.matcher(prefer == null ? "" : prefer);
        if (!wait.find()) {
            return Duration.ZERO;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(wait.group(1)));
        return asked.compareTo(WAIT_MAX) < 0 ? asked : WAIT_MAX;
    }
}
