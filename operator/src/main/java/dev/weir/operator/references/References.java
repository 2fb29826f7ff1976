package dev.weir.operator.references;

import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import dev.weir.operator.workload.NamedSecret;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks up what a workload refers to. */
public final class References {
    private final KubernetesClient client;

    public References(KubernetesClient client) {
        this.client = client;
    }

    /**
     * What is to be said of them all.
     *
     * @param secrets all Secrets that the workload names, by name
     */
    public Statement resolve(Workload workload, Map<String, SecretState> secrets) {
        List<Statement> found = Stream.of(
                        storageClass(workload).stream(),
                        secrets(workload.secrets(), secrets),
                        pullSecrets(workload.pullSecrets(), secrets))
                .flatMap(statements -> statements)
                .toList();
        return found.stream()
                .filter(statement -> statement.reason() != Reason.REFERENCES_NOT_CHECKED)
                .findFirst()
                .or(() -> found.stream().findFirst())
                .orElseGet(() -> Reason.RESOLVED.because("Everything that it refers to is there."));
    }

    /** What is to be said of the Secrets that are named; nothing of those that are as they should be. */
    static Stream<Statement> secrets(List<NamedSecret> named, Map<String, SecretState> secrets) {
        return named.stream()
                .flatMap(secret -> secret(secret, Objects.requireNonNull(secrets.get(secret.name()))).stream());
    }

    /** Nodes do without them as well as they can, so whether they may be looked at is not worth a word. */
    static Stream<Statement> pullSecrets(List<NamedSecret> named, Map<String, SecretState> secrets) {
        return named.stream()
                .filter(secret -> secrets.get(secret.name()) instanceof SecretState.Missing)
                .map(secret -> Reason.PULL_SECRET_MISSING.because("There is no Secret " + secret.name() + ", which "
                        + secret.path() + " names: nodes pull the image without it, if they can."
                        + " Create it, or name another."));
    }

    private static Optional<Statement> secret(NamedSecret named, SecretState state) {
        return switch (state) {
            case SecretState.Missing missing ->
                Optional.of(Reason.SECRET_MISSING.because("There is no Secret " + named.name() + ", which "
                        + named.path() + " names. Create it, or name another."));
            case SecretState.Hidden hidden ->
                Optional.of(Reason.REFERENCES_NOT_CHECKED.because("The operator may not watch Secrets, so whether "
                        + named.name() + " exists is not known here, and pods take up a change of it within a minute."
                        + " Grant it list and watch on secrets to have it checked, and taken up at once."));
            case SecretState.Present present ->
                named.key() == null || present.keys().contains(named.key())
                        ? Optional.empty()
                        : Optional.of(Reason.SECRET_MISSING.because("The Secret " + named.name() + " has no key "
                                + named.key() + ", which " + named.path() + " names. Add it, or name another."));
        };
    }

    private Optional<Statement> storageClass(Workload workload) {
        String storageClass =
                workload.storage() == null ? null : workload.storage().className();
        if (storageClass == null) {
            return Optional.empty();
        }
        try {
            return client.storage().v1().storageClasses().withName(storageClass).get() != null
                    ? Optional.empty()
                    : Optional.of(Reason.STORAGE_CLASS_MISSING.because("There is no StorageClass " + storageClass
                            + ", so no volume can be made. Create it, or name another in " + workload.storagePath()
                            + ".className."));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return Optional.of(Reason.REFERENCES_NOT_CHECKED.because("The operator may not read StorageClasses, so"
                    + " whether " + storageClass
                    + " exists is not known here. Grant it get on storageclasses to have it checked."));
        }
    }
}
