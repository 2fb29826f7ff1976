package dev.weir.e2e.load;

/** A program that the benchmark cannot do without is not installed; the message says which. */
final class MissingProgram extends RuntimeException {
    MissingProgram(String message) {
        super(message);
    }
}
