package dev.weir.dataplane.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.DocumentSet;
import dev.weir.api.document.SourceFile;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.kafka.web.access.Access;
import dev.weir.dataplane.kafka.web.access.BearerAccess;
import dev.weir.dataplane.kafka.web.access.CertificateAccess;
import dev.weir.dataplane.kafka.web.access.TestIssuer;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.Transport;
import dev.weir.dataplane.workload.DocumentId;
import dev.weir.dataplane.workload.WorkloadContext;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a document that says who may come is made into. */
class WebAccessTest {
    private static final String JWKS = "spec.listeners.web.authentication.bearer.jwks";
    private static final String BY_URL =
            "type: bearer, bearer: {issuer: me, audiences: [weir], jwks: {url: \"https://login.test/jwks\"}}";
    private static final String BY_URL_OF_OUR_OWN = "type: bearer, bearer: {issuer: me, audiences: [weir],"
            + " jwks: {url: \"https://login.test/jwks\", caSecretRef: {name: login-ca}}}";
    private static final String BY_SECRET =
            "type: bearer, bearer: {issuer: me, audiences: [weir], jwks: {keysSecretRef: {name: keys}}}";

    @TempDir
    Path folder;

    private EventLoops loops;
    private WorkloadContext context;

    @BeforeEach
    void open() {
        loops = EventLoops.open(Transport.NIO, "test", 1);
        context = new WorkloadContext(
                new DocumentId("KafkaCacheBinding", "orders"),
                loops,
                new SimpleMeterRegistry(),
                folder,
                new Secrets(folder),
                InstantSource.system());
    }

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void whoMayComeIsAsTheTypeSays() throws IOException {
        publish(new TestIssuer().keySet());

        assertThat(open("type: none").access()).isSameAs(Access.OPEN);
        assertThat(open(BY_URL).access()).isInstanceOf(BearerAccess.class);
        assertThat(open(BY_SECRET).access()).isInstanceOf(BearerAccess.class);
        assertThat(open("type: mtls").access()).isInstanceOf(CertificateAccess.class);
    }

    @Test
    void keysGoOnWhereTheyAreFromTheSamePlace() throws IOException {
        publish(new TestIssuer().keySet());
        WebAccess.Outcome byUrl = open(BY_URL);
        WebAccess.Outcome bySecret = open(BY_SECRET);

        assertThat(WebAccess.open(spec(BY_URL.replace("[weir]", "[another]")), context, byUrl.keys())
                        .keys())
                .isSameAs(byUrl.keys());
        assertThat(WebAccess.open(spec(BY_SECRET), context, bySecret.keys()).keys())
                .isSameAs(bySecret.keys());
        assertThat(WebAccess.open(spec(BY_URL), context, bySecret.keys()).keys())
                .isNotSameAs(bySecret.keys());
        assertThat(WebAccess.open(spec(BY_URL.replace("/jwks", "/others")), context, byUrl.keys())
                        .keys())
                .isNotSameAs(byUrl.keys());
    }

    @Test
    void secretsThatAreNotThereAreTold() {
        assertThat(open(BY_SECRET).problems())
                .extracting(Problem::path, Problem::message)
                .containsExactly(tuple(JWKS + ".keysSecretRef", "secret keys, key jwks.json is missing"));
        WebAccess.Outcome outcome = open(BY_URL_OF_OUR_OWN);
        assertThat(outcome.access()).isNull();
        assertThat(outcome.problems()).extracting(Problem::path).containsExactly(JWKS + ".caSecretRef");
    }

    @Test
    void aSecretThatHoldsNoKeysIsRefused() throws IOException {
        publish("{\"keys\": [{\"kty\": \"nothing\"}]}");

        WebAccess.Outcome outcome = open(BY_SECRET);

        assertThat(outcome.access()).isNull();
        assertThat(outcome.problems())
                .extracting(Problem::message)
                .containsExactly("holds no keys that tokens could be verified with: it has 0 keys, not from 1 to 100");
    }

    private void publish(String keySet) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("keys")).resolve("jwks.json"), keySet);
    }

    private WebAccess.Outcome open(String authentication) {
        return WebAccess.open(spec(authentication), context, null);
    }

    private static KafkaCacheBindingSpec spec(String authentication) {
        DocumentSet read = DocumentReader.read(List.of(new SourceFile("document.yaml", """
            apiVersion: weir.dev/v1alpha1
            kind: KafkaCacheBinding
            metadata: {name: orders}
            spec:
              upstreams: [{name: main, bootstrapServers: ["kafka:9092"]}]
              exit: main
              listeners:
                web:
                  tls: {certificateSecretRef: {name: web-tls}, clientAuthentication: required}
                  authentication: {%s}
            """.formatted(authentication))));
        assertThat(read.problems()).isEmpty();
        return read.bindings().getFirst().spec();
    }
}
