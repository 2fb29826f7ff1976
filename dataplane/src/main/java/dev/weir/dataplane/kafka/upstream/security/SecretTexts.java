package dev.weir.dataplane.kafka.upstream.security;

import dev.weir.api.Problem;
import dev.weir.dataplane.document.Secrets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** The texts in secrets; what is missing is told. */
record SecretTexts(Secrets secrets, Consumer<Problem> problems) {

    /** The text without the line break that editors leave at its end, or nothing, and it is told why. */
    Optional<String> read(String secret, String key, String path) {
        return switch (secrets.find(secret, key)) {
            case Secrets.Found found -> read(found, path);
            case Secrets.Missing missing -> {
                problems.accept(Problem.at(path, missing.message(), missing.advice()));
                yield Optional.empty();
            }
        };
    }

    boolean has(String secret, String key) {
        return secrets.find(secret, key) instanceof Secrets.Found;
    }

    Optional<Secrets.Found> file(String secret, String key) {
        return secrets.find(secret, key) instanceof Secrets.Found found ? Optional.of(found) : Optional.empty();
    }

    private Optional<String> read(Secrets.Found found, String path) {
        try {
            return Optional.of(new String(Secrets.read(found), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException e) {
            problems.accept(Problem.at(path, String.valueOf(e.getMessage()), "let this process read the file"));
            return Optional.empty();
        }
    }
}
