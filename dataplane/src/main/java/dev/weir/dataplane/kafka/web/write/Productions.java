package dev.weir.dataplane.kafka.web.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.upstream.Topic;
import dev.weir.dataplane.kafka.web.answer.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What is written for clients that did not want to wait, and, for a while, what came of it. */
final class Productions {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long BYTES_MAX = 16L * 1024 * 1024;

    private final ExecutorService threads;
    private final Map<String, CompletableFuture<Answer>> present = new ConcurrentHashMap<>();
    private final Cache<String, Answer> known = Caffeine.newBuilder()
            .maximumWeight(Math.min(BYTES_MAX, Runtime.getRuntime().maxMemory() / 32))
            .<String, Answer>weigher((id, answer) -> answer.footprint())
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    Productions(ExecutorService threads) {
        this.threads = threads;
    }

    /** Comes to an answer, whatever happens. */
    interface Work {
        Answer run() throws InterruptedException;
    }

    /**
     * Begins it, and tells where to ask for what comes of it.
     *
     * @param upload is kept until then
     */
    Answer begin(Topic topic, Uploads.Place upload, Work work) {
        String id = UUID.randomUUID().toString();
        var answer = new CompletableFuture<Answer>();
        String place = place(topic, id);
        present.put(place, answer);
        upload.keep();
        threads.execute(() -> {
            Answer came = Answer.problem(
                    WriteException.uncertain("the data-plane stopped, or failed, before the message was acknowledged"));
            try {
                came = work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                known.put(place, came);
                present.remove(place);
                upload.end();
                answer.complete(came);
            }
        });
        return pending(place).with("Preference-Applied", "respond-async");
    }

    /** What came of it, after a while at most; 202 as long as nothing has. */
    Answer get(Topic topic, String id, Duration wait) throws WriteException, InterruptedException {
        String place = place(topic, id);
        CompletableFuture<Answer> coming = present.get(place);
        if (coming != null) {
            try {
                return given(coming.get(wait.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException e) {
                return pending(place);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e); // it never fails
            }
        }
        Answer answer = known.getIfPresent(place);
        if (answer == null) {
            throw new WriteException(Problem.notFound("nothing is known of " + place
                    + ": it was written more than ten minutes ago, by another pod, or never"));
        }
        return given(answer);
    }

    /** Asking creates nothing. */
    private static Answer given(Answer answer) {
        return answer.status() == 201 ? answer.withStatus(200) : answer;
    }

    private static Answer pending(String place) {
        return Answer.json(
                202,
                FieldList.of("Location", place, "Retry-After", "1"),
                "{\"state\":\"pending\",\"status\":\"" + place + "\"}");
    }

    private static String place(Topic topic, String id) {
        return "/topics/" + topic.name() + "/productions/" + id;
    }

    int present() {
        return present.size();
    }

    long remembered() {
        return known.estimatedSize();
    }

    /** Waits for those that are under way. */
    void finish(Duration max) {
        try {
            CompletableFuture.allOf(present.values().toArray(CompletableFuture<?>[]::new))
                    .get(max.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // they were told that nobody knows
        }
    }
}
