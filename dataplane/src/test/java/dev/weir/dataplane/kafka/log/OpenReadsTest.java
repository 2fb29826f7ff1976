package dev.weir.dataplane.kafka.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenReadsTest {
    private final OpenReads reads = new OpenReads();
    private final List<String> done = new ArrayList<>();

    @Test
    void withoutReadersAnActionRunsAtOnce() {
        reads.whenDrained(() -> done.add("delete"));

        assertThat(done).containsExactly("delete");
    }

    @Test
    void anActionWaitsForTheReadsThatAreUnderWay() {
        OpenReads.Hold first = reads.begin();
        OpenReads.Hold second = reads.begin();
        reads.whenDrained(() -> done.add("delete"));
        first.release();
        assertThat(done).isEmpty();
        second.release();

        assertThat(done).containsExactly("delete");
    }

    @Test
    void anActionDoesNotWaitForLaterReads() {
        OpenReads.Hold before = reads.begin();
        reads.whenDrained(() -> done.add("delete"));
        OpenReads.Hold later = reads.begin();
        before.release();

        assertThat(done).containsExactly("delete");
        later.release();
        assertThat(reads.open()).isZero();
    }

    @Test
    void actionsRunInTheirOrderAndALaterOneWaitsForTheEarlierReads() {
        OpenReads.Hold oldest = reads.begin();
        reads.whenDrained(() -> done.add("one"));
        OpenReads.Hold younger = reads.begin();
        reads.whenDrained(() -> done.add("two"));
        reads.whenDrained(() -> done.add("three"));
        younger.release();
        assertThat(done).isEmpty();
        oldest.release();

        assertThat(done).containsExactly("one", "two", "three");
        reads.whenDrained(() -> done.add("four"));
        assertThat(done).endsWith("four");
    }

    @Test
    void aReadHasAsManyHoldersAsItWasRetained() {
        OpenReads.Hold hold = reads.begin();
        hold.retain();
        reads.whenDrained(() -> done.add("delete"));
        hold.release();
        assertThat(done).isEmpty();
        hold.release();

        assertThat(done).containsExactly("delete");
        assertThatThrownBy(hold::release).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(hold::retain).isInstanceOf(IllegalStateException.class);
    }
}
