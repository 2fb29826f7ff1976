package dev.weir.dataplane.kafka.web.read;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Asks the same of several at the same time, because upstream may have to be asked for each. */
final class AtOnce {
    private AtOnce() {}

    interface Question<S, T> {
        T of(S source) throws ReadException, InterruptedException;
    }

    /** The answers in the order of those who are asked. */
    static <S, T> List<T> ask(ExecutorService threads, List<S> sources, Question<S, T> question)
            throws ReadException, InterruptedException {
        var answers = new ArrayList<Future<T>>();
        for (S source : sources) {
            answers.add(threads.submit(() -> question.of(source)));
        }
        var results = new ArrayList<T>();
        for (Future<T> answer : answers) {
            try {
                results.add(answer.get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ReadException why) {
                    throw why;
                }
                if (e.getCause() instanceof InterruptedException) {
                    throw new InterruptedException();
                }
                throw new IllegalStateException(e.getCause());
            }
        }
        return results;
    }
}
