package dev.weir.dataplane.kafka.upstream.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FetchSizeTest {
    private static final int MOST = 16 << 20;

    private final FetchSize size = new FetchSize(MOST);

    @Test
    void lessIsAskedForAfterEachThatDidNotComeButNeverNothing() {
        size.didNotCome();
        assertThat(size.bytes()).isEqualTo(4 << 20);
        for (int i = 0; i < 20; i++) {
            size.didNotCome();
        }
        assertThat(size.bytes()).isEqualTo(64 << 10);
    }

    @Test
    void moreIsAskedForAfterEachThatCameUpToWhatIsSet() {
        size.didNotCome();
        size.came();
        assertThat(size.bytes()).isEqualTo(8 << 20);
        for (int i = 0; i < 20; i++) {
            size.came();
        }
        assertThat(size.bytes()).isEqualTo(MOST);
    }

    @Test
    void aSettingThatIsSmallerThanTheLeastIsHonoured() {
        var small = new FetchSize(1_000);
        small.didNotCome();
        assertThat(small.bytes()).isEqualTo(1_000);
    }
}
