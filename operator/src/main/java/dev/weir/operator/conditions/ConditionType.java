package dev.weir.operator.conditions;

/** What can be stated of a resource. */
public enum ConditionType {
    ACCEPTED("Accepted"),
    RESOLVED_REFS("ResolvedRefs"),
    PROGRAMMED("Programmed"),
    UPSTREAM_CONNECTED("UpstreamConnected"),
    ORIGINS_REACHABLE("OriginsReachable"),
    WARM("Warm"),
    READY("Ready");

    private final String word;

    ConditionType(String word) {
        this.word = word;
    }

    /** As it is written in the status. */
    public String word() {
        return word;
    }
}
