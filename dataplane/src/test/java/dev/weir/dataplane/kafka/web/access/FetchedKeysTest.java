package dev.weir.dataplane.kafka.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import dev.weir.dataplane.http.origin.OriginTls;
import dev.weir.dataplane.http.origin.TestAuthority;
import dev.weir.dataplane.kafka.web.WebClients;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys from a server. */
class FetchedKeysTest {
    private final TestClock clock = new TestClock();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private volatile String published = new TestIssuer().keySet();
    private KeyEndpoint server;
    private FetchedKeys keys;

    @BeforeEach
    void start() throws Exception {
        server = new KeyEndpoint(() -> published);
        keys = new FetchedKeys(new FetchedKeys.From(server.url(), null), clock, meters);
    }

    @AfterEach
    void close() {
        keys.close();
        server.close();
    }

    @Test
    void theyAreAskedForOnce() throws Exception {
        assertThat(keys.problem()).isEqualTo("they have not been asked for yet");
        assertThat(find("first")).hasSize(1);
        assertThat(find("first")).hasSize(1);

        assertThat(server.asked()).isEqualTo(1);
        assertThat(keys.count()).isEqualTo(1);
        assertThat(keys.problem()).isNull();
    }

    @Test
    void manyWhoComeAtOnceAskOnce() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new CyclicBarrier(20);
            var all = new ArrayList<Future<List<JWK>>>();
            for (int i = 0; i < 20; i++) {
                all.add(threads.submit(() -> {
                    together.await();
                    return find("first");
                }));
            }
            for (Future<List<JWK>> one : all) {
                assertThat(one.get()).hasSize(1);
            }
        }

        assertThat(server.asked()).isEqualTo(1);
    }

    @Test
    void aKeyThatIsNotKnownIsLookedForAndNotTooOften() throws Exception {
        find("first");
        published = new TestIssuer().rotate("second").keySet();

        assertThat(find("second")).isEmpty();
        clock.move(FetchedKeys.PAUSE);
        assertThat(find("second")).hasSize(1);
        for (int i = 0; i < 10; i++) {
            assertThat(find("invented-" + i)).isEmpty();
        }

        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void aKeyThatWasWithdrawnIsForgotten() throws Exception {
        find("first");
        published = new TestIssuer().keySet().replace("first", "other");

        clock.move(FetchedKeys.FRESH);
        keys.refresh();

        await().untilAsserted(() -> assertThat(find("other")).hasSize(1));
        assertThat(find("first")).isEmpty();
    }

    @Test
    void whatIsKnownGoesOnWhileTheServerIsAway() throws Exception {
        find("first");
        server.goAway();
        clock.move(FetchedKeys.FRESH);

        keys.refresh();

        await().untilAsserted(() -> assertThat(keys.problem()).contains("cannot be asked"));
        assertThat(find("first")).hasSize(1);
        assertThat(counted("failed")).isEqualTo(1);
        server.comeBack();
        clock.move(FetchedKeys.PAUSE);
        keys.refresh();
        await().untilAsserted(() -> assertThat(keys.problem()).isNull());
        assertThat(counted("fetched")).isEqualTo(2);
    }

    @Test
    void whileNoneIsKnownTheReasonIsTold() throws Exception {
        server.goAway();

        assertThatThrownBy(() -> find("first"))
                .isInstanceOf(KeySourceException.class)
                .hasMessageContaining("cannot be asked");
        server.comeBack();
        clock.move(FetchedKeys.FIRST_PAUSE);
        assertThat(find("first")).hasSize(1);
    }

    @Test
    void anAnswerThatIsNoSetOfKeysIsRefused() {
        assertUnusable("nothing like it", "not a JSON Web Key Set");
        assertUnusable("[]", "not a JSON Web Key Set");
        assertUnusable("{\"keys\":[]}", "0 keys");
        assertUnusable("{\"keys\":[" + " ".repeat(TokenKeys.BYTES_MAX) + "]}", "cannot be asked");
    }

    @Test
    void anotherStatusIsNoAnswerAndNobodyIsSentElsewhere() {
        server.answerWith(500);
        assertUnusable(published, "answers with status 500");
        server.answerWith(302);
        assertUnusable(published, "answers with status 302");
        assertThat(server.asked()).isEqualTo(2);
    }

    @Test
    void whoVouchesForTheServerIsAsked(@TempDir Path folder) throws Exception {
        var authority = new TestAuthority(folder.resolve("ours"));
        OriginTls.Client shown = authority.issue("keys", "ip:127.0.0.1");
        Path trusted = folder.resolve("ca.crt");
        Files.copy(new TestAuthority(folder.resolve("another")).certificate(), trusted);
        try (var secure = new KeyEndpoint(() -> published, WebClients.trusting(authority.certificate(), shown));
                var found = new FetchedKeys(new FetchedKeys.From(secure.url(), trusted), clock, meters);
                var byJava = new FetchedKeys(new FetchedKeys.From(secure.url(), null), clock, meters)) {
            assertThatThrownBy(() -> find("first", found)).hasMessageContaining("cannot be asked");
            assertThatThrownBy(() -> find("first", byJava)).hasMessageContaining("cannot be asked");
            Files.copy(authority.certificate(), trusted, StandardCopyOption.REPLACE_EXISTING);
            clock.move(FetchedKeys.FIRST_PAUSE);

            assertThat(find("first", found)).hasSize(1);
        }
    }

    @Test
    void aHostThatCannotBeAskedIsTold() {
        var from = new FetchedKeys.From(URI.create("https://log_in.test/jwks"), null);
        try (var unusable = new FetchedKeys(from, clock, meters)) {
            assertThatThrownBy(() -> find("first", unusable)).isInstanceOf(KeySourceException.class);
            assertThat(unusable.problem()).contains("URI");
        }
    }

    private void assertUnusable(String content, String why) {
        published = content;
        clock.move(FetchedKeys.FIRST_PAUSE);
        assertThatThrownBy(() -> find("first")).hasMessageContaining(why);
    }

    private double counted(String result) {
        return meters.get("weir.web.key.fetches")
                .tag("result", result)
                .counter()
                .count();
    }

    private List<JWK> find(String id) throws KeySourceException {
        return find(id, keys);
    }

    private static List<JWK> find(String id, FetchedKeys keys) throws KeySourceException {
        return keys.get(new JWKSelector(new JWKMatcher.Builder().keyID(id).build()), null);
    }
}
