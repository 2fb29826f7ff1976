package dev.weir.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ChildProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void oneThatEndsBeforeItIsReadyFailsWithWhatItPrinted() {
        ChildProcess child = shell("echo the disk is full; exit 3");

        assertThatThrownBy(() -> child.awaitReady(() -> false, LONG))
                .hasMessageContaining("the child ended with exit status 3 before it was ready")
                .hasMessageEndingWith("the disk is full\n");
    }

    @Test
    void oneThatIsNotReadyInTimeFails() {
        ChildProcess child = shell("exec sleep 100");

        assertThatThrownBy(() -> child.awaitReady(() -> false, Duration.ofMillis(50)))
                .hasMessageContaining("was not ready within");
        child.kill();
    }

    @Test
    void oneThatIgnoresTheTerminationSignalIsKilledAndReported() {
        ChildProcess child = shell("trap '' TERM; echo deaf; while :; do sleep 1; done");
        await().until(() -> child.log().contains("deaf"));

        assertThatThrownBy(() -> child.terminate(Duration.ofMillis(100))).hasMessageContaining("was killed");
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void anInterruptFromTheTerminalDoesNotReachOneThatIsDeafToIt() {
        ChildProcess deaf = start(ChildProcess.deafToInterrupts(List.of("sleep", "100")));
        ChildProcess hearing = start(List.of("sleep", "100"));

        deaf.signal("INT");
        hearing.signal("INT");

        assertThat(hearing.awaitExit()).isEqualTo(128 + 2);
        assertThat(deaf.isAlive()).isTrue();
        assertThat(deaf.terminate(LONG)).isEqualTo(128 + 15);
    }

    @Test
    void aSuspendedOneGoesOnWhenResumed() {
        ChildProcess child = shell("while :; do date +%s%N; sleep 0.01; done");
        await().until(() -> Files.size(child.log().path()) > 0);

        child.suspend();
        var printed = new AtomicReference<>("");
        await().pollInterval(Duration.ofMillis(200))
                .until(
                        () -> { // what it had started before may still print
                            String now = child.log().tail();
                            return now.equals(printed.getAndSet(now));
                        });
        child.resume();

        await().until(() -> !child.log().tail().equals(printed.get()));
        child.kill();
    }

    @Test
    void itDiesWithItsParentEvenWhenThatIsKilled() throws Exception {
        Path pid = folder.resolve("grandchild.pid");
        List<String> command = JavaCommand.with(
                List.of("-cp", System.getProperty("java.class.path"), Parent.class.getName(), folder.toString()));
        ChildProcess parent = ChildProcess.start("the parent", command, folder.resolve("parent.log"));
        parent.awaitReady(() -> Files.exists(pid), LONG);
        long grandchild = Long.parseLong(Files.readString(pid));
        assertThat(ProcessHandle.of(grandchild)).isPresent();

        parent.kill();

        await().untilAsserted(() -> assertThat(ProcessHandle.of(grandchild).filter(ProcessHandle::isAlive))
                .isEmpty());
    }

    /** Starts a child and waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] folder) throws Exception {
            Path home = Path.of(folder[0]);
            ChildProcess child =
                    ChildProcess.start("the grandchild", List.of("sleep", "1000"), home.resolve("grandchild.log"));
            Path written = Files.writeString(home.resolve("grandchild.tmp"), Long.toString(child.pid()));
            Files.move(written, home.resolve("grandchild.pid"));
            child.awaitExit();
        }
    }

    private ChildProcess shell(String script) {
        return start(List.of("sh", "-c", script));
    }

    private ChildProcess start(List<String> command) {
        return ChildProcess.start("the child", command, folder.resolve("child.log"));
    }
}
