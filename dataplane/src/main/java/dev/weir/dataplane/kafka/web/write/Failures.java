package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.answer.Problem;
import org.apache.kafka.clients.producer.BufferExhaustedException;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.jspecify.annotations.Nullable;

/** What it means for a client that Kafka did not acknowledge a message. */
final class Failures {
    private Failures() {}

    static WriteException of(Topic topic, @Nullable Throwable failure) {
        String reason = failure == null ? "no reason is known" : String.valueOf(failure.getMessage());
        return switch (failure) {
            case RecordTooLargeException e -> WriteException.tooLarge("nothing was written: " + reason);
            case AuthorizationException e ->
                new WriteException(
                        new Problem(403, "forbidden", "It is not allowed", "nothing was written: " + reason));
            case UnknownTopicOrPartitionException e -> gone(topic, reason);
            case InvalidTopicException e -> gone(topic, reason);
            case InvalidTimestampException e -> WriteException.badRequest("nothing was written: " + reason);
            case InvalidRecordException e -> WriteException.badRequest("nothing was written: " + reason);
            case PolicyViolationException e -> WriteException.badRequest("nothing was written: " + reason);
            case UnsupportedForMessageFormatException e -> WriteException.badRequest("nothing was written: " + reason);
            case AuthenticationException e -> unavailable(topic, reason);
            case BufferExhaustedException e -> unavailable(topic, reason);
            case TimeoutException e when isBeforeSending(reason) -> unavailable(topic, reason);
            case null, default ->
                WriteException.uncertain("upstream " + topic.upstream() + " has not acknowledged the message, and it "
                        + "may or may not be written: " + reason);
        };
    }

    /** The producer itself did not take it. */
    static WriteException notSent(Topic topic, RuntimeException failure) {
        return switch (failure) {
            case RecordTooLargeException e -> of(topic, e);
            case InvalidTimestampException e -> of(topic, e);
            default -> unavailable(topic, String.valueOf(failure.getMessage()));
        };
    }

    /** So says a producer that could not learn where the partitions are. */
    private static boolean isBeforeSending(String reason) {
        return reason.contains("not present in metadata") || reason.contains("Failed to update metadata");
    }

    private static WriteException gone(Topic topic, String reason) {
        return new WriteException(
                Problem.notFound("nothing was written: upstream has no topic " + topic.name() + ": " + reason));
    }

    private static WriteException unavailable(Topic topic, String reason) {
        return WriteException.unavailable(
                "nothing was written: upstream " + topic.upstream() + " does not take it: " + reason);
    }
}
