package dev.weir.dataplane.http.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.HttpDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random clients and a random origin. What must never happen is checked against notes that the origin takes of what it
 * sent, by rules of the specification restated as plainly as can be.
 */
class RandomTrafficTest {
    private static final String[] DIRECTIVES = {
        "max-age=5",
        "max-age=0",
        "s-maxage=5",
        "no-store",
        "no-cache",
        "private",
        "public, max-age=5",
        "must-revalidate, max-age=5",
        "max-age=5, stale-while-revalidate=5",
        "max-age=5, stale-if-error=10",
        "proxy-revalidate, max-age=3, stale-if-error=9",
        "no-cache=\"x\", max-age=5",
        "private=\"x\", max-age=5",
        "max-age=5, max-age=500",
        "max-age=x",
        "immutable, max-age=5",
        ""
    };
    private static final String[] WISHES = {
        "max-age=0",
        "max-age=2",
        "max-stale",
        "max-stale=3",
        "min-fresh=2",
        "no-cache",
        "no-store",
        "only-if-cached",
        "stale-if-error=20"
    };
    private static final String[] METHODS = {"GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "DELETE"};

    private record Note(
            String cacheControl, long atMillis, String foo, String path, boolean authorized, boolean windowed) {
        boolean has(String directive) {
            return (", " + cacheControl + ",").contains(", " + directive + ",");
        }

        long lifetimeMillis() {
            return cacheControl.contains("max-age=5") || cacheControl.contains("s-maxage=5")
                    ? 5_000
                    : cacheControl.contains("max-age=3") ? 3_000 : 0;
        }
    }

    @Test
    void what_must_never_happen_does_not() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            try {
                new Traffic(random).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + round, e);
            }
        }
    }

    private static final class Traffic {
        private final Random random;
        private final ModelCache cache;
        private final Map<String, Note> notes = new HashMap<>();
        private final Map<String, Long> changed = new HashMap<>();
        private int responses;

        Traffic(Random random) {
            this.random = random;
            boolean tolerant = random.nextBoolean();
            cache = new ModelCache(Policies.with()
                    .staleIfError(tolerant ? 10 : 0)
                    .staleWhileRevalidate(tolerant ? 3 : 0)
                    .policy());
            cache.origin.answers(this::respond);
        }

        private ModelOrigin.@Nullable Message respond(RequestHead request) {
            int dice = random.nextInt(10);
            if (dice == 0) {
                return null;
            }
            if (dice == 1) {
                return new ModelOrigin.Message(503, FieldList.EMPTY, "unavailable");
            }
            String id = String.valueOf(++responses);
            String cacheControl = any(DIRECTIVES);
            String foo = String.valueOf(request.fields().first("foo"));
            boolean authorized = request.fields().has("authorization");
            String path = request.uri().path();
            String etag = request.fields().first("if-none-match");
            boolean modified = etag == null || random.nextBoolean();
            notes.put(
                    id,
                    new Note(cacheControl, cache.nowMillis, foo, path, authorized, cacheControl.contains("stale-")));
            var fields = FieldList.of(
                    "Cache-Control",
                    cacheControl,
                    "ETag",
                    modified ? '"' + id + '"' : String.valueOf(etag),
                    "Vary",
                    "Foo",
                    "Date",
                    HttpDate.format(cache.nowMillis),
                    "Note",
                    id);
            return new ModelOrigin.Message(modified ? 200 : 304, fields, modified ? id : "");
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                cache.after(random.nextInt(4));
                String method = any(METHODS);
                String path = "/" + random.nextInt(3);
                String wish = random.nextInt(4) == 0 ? any(WISHES) : "";
                String foo = String.valueOf(random.nextInt(2));
                FieldList fields = FieldList.of("Foo", foo, "Cache-Control", wish);
                if (random.nextInt(5) == 0) {
                    fields = fields.plus("Authorization", "Basic x");
                }
                int asked = cache.origin.requests.size();
                ModelCache.Reply reply = send(method, path, fields);
                boolean unsafe = method.equals("POST") || method.equals("DELETE");
                if (unsafe) {
                    assertThat(cache.origin.requests)
                            .as("unsafe methods are written through")
                            .hasSize(asked + 1);
                    if (reply.status() == 200) {
                        changed.put(path, cache.nowMillis);
                    }
                }
                if (reply.isHit() && reply.status() == 200) {
                    check(reply, path, foo, wish);
                }
            }
        }

        private ModelCache.Reply send(String method, String path, FieldList fields) {
            String[] lines = fields.lines().stream()
                    .flatMap(line -> Stream.of(line.name(), line.value()))
                    .toArray(String[]::new);
            return cache.send(method, path, lines);
        }

        private void check(ModelCache.Reply reply, String path, String foo, String wish) {
            Note note = requireNonNull(notes.get(String.valueOf(reply.field("note"))));
            long ageMillis = cache.nowMillis - note.atMillis();
            boolean stale = ageMillis >= note.lifetimeMillis();
            String what = reply + " of " + note + " at " + cache.nowMillis;

            assertThat(note.has("no-store") || note.has("private")).as(what).isFalse();
            assertThat(note.has("no-cache")).as(what).isFalse();
            assertThat(note.path()).as(what).isEqualTo(path);
            assertThat(note.foo()).as(what).isEqualTo(foo);
            assertThat(Long.parseLong(String.valueOf(reply.field("age"))))
                    .as(what)
                    .isEqualTo(ageMillis / 1000);
            assertThat(stale && (note.has("must-revalidate") || note.has("proxy-revalidate")))
                    .as(what)
                    .isFalse();
            assertThat(stale && note.has("s-maxage=5")).as(what).isFalse();
            assertThat(wish.equals("no-cache") || wish.equals("no-store"))
                    .as(what)
                    .isFalse();
            assertThat(changed.getOrDefault(path, 0L)).as(what).isLessThanOrEqualTo(note.atMillis());
            boolean tolerated = note.windowed()
                    || wish.contains("stale")
                    || cache.policy.staleIfError().isPositive();
            assertThat(stale && !tolerated).as(what).isFalse();
            if (note.authorized()) {
                assertThat(note.has("public") || note.has("must-revalidate") || note.has("s-maxage=5"))
                        .as(what)
                        .isTrue();
            }
        }

        private String any(String[] choices) {
            return choices[random.nextInt(choices.length)];
        }
    }
}
