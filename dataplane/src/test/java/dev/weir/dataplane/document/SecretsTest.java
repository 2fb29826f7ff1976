package dev.weir.dataplane.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.document.Secrets.Found;
import dev.weir.dataplane.document.Secrets.Missing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    @TempDir
    Path folder;

    @BeforeEach
    void createSecret() throws IOException {
        Files.createDirectory(folder.resolve("kafka-user"));
        Files.writeString(folder.resolve("kafka-user/password"), "hunter2");
    }

    @Test
    void aSecretIsAFileInAFolderOfItsName() throws IOException {
        assertThat(secrets().find("kafka-user", "password"))
                .isInstanceOfSatisfying(
                        Found.class, found -> assertThat(found.file()).hasContent("hunter2"));
        assertThat(Secrets.read(new Found(folder.resolve("kafka-user/password"))))
                .asString()
                .isEqualTo("hunter2");
    }

    @Test
    void aMountedSecretIsFoundThroughItsLinks() throws IOException {
        Path mount = Files.createDirectory(folder.resolve("mounted"));
        Files.createDirectory(mount.resolve("..first"));
        Files.writeString(mount.resolve("..first/password"), "hunter2");
        Files.createSymbolicLink(mount.resolve("..data"), Path.of("..first"));
        Files.createSymbolicLink(mount.resolve("password"), Path.of("..data/password"));

        assertThat(secrets().find("mounted", "password")).isInstanceOf(Found.class);
    }

    @Test
    void aMissingSecretIsSaidWithTheFileToCreate() {
        assertThat(secrets().find("kafka-user", "username"))
                .isEqualTo(new Missing(
                        "secret kafka-user, key username is missing",
                        "create the file " + folder.resolve("kafka-user/username")));
    }

    @Test
    void withoutAFolderTheOptionIsNamed() {
        assertThat(new Secrets(null).find("kafka-user", "password"))
                .isEqualTo(new Missing(
                        "secret kafka-user, key password is needed, but there is no folder of secrets",
                        "name the folder with --secrets"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../kafka-user", "a/b", "", "..data"})
    void aNameCannotLeadOutOfTheFolder(String name) {
        assertThat(secrets().find(name, "password")).isInstanceOf(Missing.class);
        assertThat(secrets().find("kafka-user", name)).isInstanceOf(Missing.class);
    }

    @Test
    void aFileThatIsTooLongIsNoSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("kafka-user/long"), "x".repeat(1024 * 1024 + 1));

        assertThatThrownBy(() -> Secrets.read(new Found(file)))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("long has 1048577 bytes, more than a secret may have");
    }

    private Secrets secrets() {
        return new Secrets(folder);
    }
}
