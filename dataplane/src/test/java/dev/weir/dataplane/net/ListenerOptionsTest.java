package dev.weir.dataplane.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListenerOptionsTest {
    @Test
    void connectionsLeaveTheProcessSomeFiles() {
        assertThat(ListenerOptions.connectionsWithin(1_024)).isEqualTo(768);
        assertThat(ListenerOptions.connectionsWithin(20_000)).isEqualTo(15_000);
        assertThat(ListenerOptions.connectionsWithin(1_048_576)).isEqualTo(20_000);
    }
}
