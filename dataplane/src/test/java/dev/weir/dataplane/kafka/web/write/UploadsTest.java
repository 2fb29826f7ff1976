package dev.weir.dataplane.kafka.web.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UploadsTest {
    private final Uploads uploads = new Uploads();

    @Test
    void whoComesWhenTooManyAreUnderWayIsToldToComeAgain() throws WriteException {
        List<Uploads.Place> all = new ArrayList<>();
        for (int i = 0; i < uploads.max(); i++) {
            all.add(uploads.begin());
        }
        assertThatExceptionOfType(WriteException.class)
                .isThrownBy(uploads::begin)
                .satisfies(refused -> {
                    assertThat(refused.problem().status()).isEqualTo(429);
                    assertThat(refused.fields().first("retry-after")).isNotNull();
                });
        assertThat(uploads.present()).isEqualTo(uploads.max());
        all.getFirst().close();
        uploads.begin().close();
        assertThat(uploads.present()).isEqualTo(uploads.max() - 1);
    }

    @Test
    void whatOutlivesItsRequestKeepsItsPlaceUntilItIsDone() throws WriteException {
        Uploads.Place place = uploads.begin();
        place.keep();
        place.close();
        assertThat(uploads.present()).isEqualTo(1);
        place.end();
        place.end();
        assertThat(uploads.present()).isZero();
    }
}
