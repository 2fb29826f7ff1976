package dev.weir.api.document;

import dev.weir.api.Problem;
import java.util.ArrayList;
import java.util.List;

/** The problems of one document, as they are found. Not thread-safe. */
final class Findings {
    /** More than anyone reads. */
    static final int MAX = 100;

    private final List<Problem> problems = new ArrayList<>();

    void add(String path, String message, String advice) {
        if (!isFull()) {
            problems.add(Problem.at(path, message, advice));
        }
    }

    /** Adds a conclusion that was drawn from what was read, unless that could not be read rightly. */
    void conclude(Problem problem) {
        if (!touches(problem.path())) {
            add(problem.path(), problem.message(), problem.advice());
        }
    }

    boolean touches(String path) {
        return problems.stream().anyMatch(problem -> FieldPath.related(problem.path(), path));
    }

    boolean isFull() {
        return problems.size() >= MAX;
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    List<Problem> in(String file, String document) {
        return problems.stream().map(problem -> problem.in(file, document)).toList();
    }
}
