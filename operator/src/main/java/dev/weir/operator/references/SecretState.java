package dev.weir.operator.references;

import java.util.Set;

/** What is known of a Secret. Its values are not. */
public sealed interface SecretState {

    /**
     * It is there.
     *
     * @param version becomes another one when it changes
     */
    record Present(Set<String> keys, String version) implements SecretState {
        public Present {
            keys = Set.copyOf(keys);
        }
    }

    /** There is none of that name. */
    record Missing() implements SecretState {}

    /** The operator may not look. */
    record Hidden() implements SecretState {}
}
