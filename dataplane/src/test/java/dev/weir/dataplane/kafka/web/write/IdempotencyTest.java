package dev.weir.dataplane.kafka.web.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.write.Idempotency.Turn;
import org.junit.jupiter.api.Test;

class IdempotencyTest {
    private static final byte[] THIS = {1};
    private static final byte[] ANOTHER = {2};
    private static final Answer ANSWER = new Answer(201, FieldList.EMPTY, null);

    private final Idempotency idempotency = new Idempotency();

    @Test
    void whoComesAgainIsGivenTheFirstAnswerWhenThereIsOne() throws WriteException {
        Turn.First first = first("ada", "k", THIS);

        var again = (Turn.Again) idempotency.turn("ada", "k", THIS);
        assertThat(again.answer()).isNotDone();
        first.claim().answered(ANSWER, true);

        assertThat(again.answer()).isCompletedWithValue(ANSWER);
        assertThat(((Turn.Again) idempotency.turn("ada", "k", THIS)).answer()).isCompletedWithValue(ANSWER);
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() throws WriteException {
        first("ada", "k", THIS).claim().answered(ANSWER, true);

        assertThatThrownBy(() -> idempotency.turn("ada", "k", ANOTHER)).isInstanceOf(WriteException.class);
    }

    @Test
    void theKeysOfAClientAreNoOthers() throws WriteException {
        first("ada", "k", THIS).claim().answered(ANSWER, true);

        assertThat(idempotency.turn("bob", "k", THIS)).isInstanceOf(Turn.First.class);
        assertThat(idempotency.turn("", "kada", THIS)).isInstanceOf(Turn.First.class);
        assertThat(idempotency.turn("da", "ka", ANOTHER)).isInstanceOf(Turn.First.class);
    }

    @Test
    void whatWasNotWrittenMayBeTriedAgain() throws WriteException {
        first("ada", "k", THIS).claim().answered(ANSWER, false);

        assertThat(idempotency.turn("ada", "k", THIS)).isInstanceOf(Turn.First.class);
    }

    private Turn.First first(String client, String key, byte[] fingerprint) throws WriteException {
        return (Turn.First) idempotency.turn(client, key, fingerprint);
    }
}
