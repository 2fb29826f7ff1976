package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.ReadException;

/** A request that is not answered as it was asked. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    static Refused badRequest(String detail) {
        return new Refused(Problem.badRequest(detail));
    }

    static Problem problem(ReadException e) {
        String detail = String.valueOf(e.getMessage());
        return switch (e.kind()) {
            case MISTAKEN -> Problem.badRequest(detail);
            case GONE -> Problem.gone(detail + "; begin anew, for instance with from=historical");
            case UNAVAILABLE -> Problem.unavailable(detail);
        };
    }

    Problem problem() {
        return problem;
    }
}
