package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.Problem;

/** Something is not written, or it is not known whether it is. */
public final class WriteException extends Exception {
    private static final long serialVersionUID = 1;

    private static final String UNACKNOWLEDGED = "unacknowledged";
    private static final String NO_REPLY = "no-reply";

    private final transient Problem problem;
    private final transient FieldList fields;

    /**
     * Says why.
     *
     * @param fields what else the client is to know: names and values in turn
     */
    WriteException(Problem problem, String... fields) {
        super(problem.detail());
        this.problem = problem;
        this.fields = FieldList.of(fields);
    }

    static WriteException badRequest(String detail) {
        return new WriteException(Problem.badRequest(detail));
    }

    static WriteException tooLarge(String detail) {
        return new WriteException(Problem.tooLarge(detail));
    }

    static WriteException tooMuch(String detail) {
        return new WriteException(
                new Problem(429, "too-much", "Too much is being written", detail), "Retry-After", "1");
    }

    static WriteException unavailable(String detail) {
        return new WriteException(Problem.unavailable(detail), "Retry-After", "1");
    }

    static WriteException uncertain(String detail) {
        return new WriteException(new Problem(504, UNACKNOWLEDGED, "It is not known whether it is written", detail));
    }

    public Problem problem() {
        return problem;
    }

    public FieldList fields() {
        return fields;
    }

    /** It is written, but what was asked for with it did not come. */
    static WriteException noReply(String detail) {
        return new WriteException(new Problem(504, NO_REPLY, "No reply came", detail));
    }

    /** Whether Kafka may have the message without having acknowledged it. */
    boolean isUncertain() {
        return problem.name().equals(UNACKNOWLEDGED);
    }

    /** Whether trying again may write a second time. */
    boolean mayBeWritten() {
        return isUncertain() || problem.name().equals(NO_REPLY);
    }
}
