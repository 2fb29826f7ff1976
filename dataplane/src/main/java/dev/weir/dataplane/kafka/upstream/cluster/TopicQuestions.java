package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.connection.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.message.MetadataResponseData;
import org.jspecify.annotations.Nullable;

/** Questions for topics by name. While one is under way, all that come meanwhile become the next one. */
final class TopicQuestions {
    private static final Duration RETRY = Duration.ofMillis(50);

    private final ClusterMetadata metadata;
    private final Duration answerMax;
    private final boolean allowAutoCreation;
    private Batch waiting = new Batch();
    private boolean asking;

    TopicQuestions(ClusterMetadata metadata, Duration answerMax, boolean allowAutoCreation) {
        this.metadata = metadata;
        this.answerMax = answerMax;
        this.allowAutoCreation = allowAutoCreation;
    }

    private static final class Batch {
        private final Set<String> names = new HashSet<>();
        private final List<Runnable> whenDone = new ArrayList<>();
        private @Nullable Node avoided;
        private long deadline = Long.MAX_VALUE;
    }

    /**
     * Adds to the next question.
     *
     * @param avoided the broker whose answer is in doubt, or null
     */
    void add(Set<String> names, Runnable done, @Nullable Node avoided) {
        waiting.names.addAll(names);
        waiting.whenDone.add(done);
        waiting.avoided = avoided == null ? waiting.avoided : avoided;
        waiting.deadline = Math.min(waiting.deadline, metadata.thread().now() + answerMax.toMillis());
        if (!asking) {
            askNext();
        }
    }

    private void askNext() {
        Batch batch = waiting;
        asking = !batch.whenDone.isEmpty();
        if (asking) {
            waiting = new Batch();
            ask(batch);
        }
    }

    private void ask(Batch batch) {
        Optional<Node> node = metadata.nodeToAsk(batch.avoided);
        if (node.isEmpty()) {
            done(batch);
            return;
        }
        metadata.calls()
                .ask(
                        node.get().id(),
                        ClusterMetadata.request(batch.names, allowAutoCreation),
                        MetadataResponseData.class,
                        answer -> {
                            metadata.answered(answer);
                            done(batch);
                        },
                        failure -> failed(batch, failure));
    }

    private void failed(Batch batch, Failure failure) {
        boolean late = metadata.thread().now() >= batch.deadline;
        if (late || failure.kind() == Failure.Kind.UNSUPPORTED) {
            done(batch);
        } else {
            // the broker that failed is left alone for a while, so another one is asked
            metadata.thread().schedule(RETRY, () -> ask(batch));
        }
    }

    private void done(Batch batch) {
        askNext();
        batch.whenDone.forEach(Runnable::run);
    }
}
