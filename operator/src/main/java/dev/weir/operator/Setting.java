package dev.weir.operator;

/** What can be set, each by an environment variable. */
enum Setting {
    DATAPLANE_IMAGE("WEIR_DATAPLANE_IMAGE", "required", "The image that pods run."),
    NAMESPACES(
            "WEIR_NAMESPACES",
            "all",
            "The namespaces whose resources are reconciled, separated by commas. Without it those of all namespaces."),
    OPERATOR_NAMESPACE(
            "WEIR_OPERATOR_NAMESPACE",
            "required",
            "The namespace that the operator itself runs in: its lease is there, and pods let it ask them from there."),
    IDENTITY("WEIR_IDENTITY", "the host's name", "What this process is called in the lease and in events."),
    LEADER_ELECTION(
            "WEIR_LEADER_ELECTION",
            "true",
            "Whether several operators agree on one that works. Without it there must never be two."),
    LEASE_SECONDS(
            "WEIR_LEASE_SECONDS",
            "15",
            "After how long without a sign of life another operator takes over. From 3 to 600."),
    POLL_SECONDS(
            "WEIR_POLL_SECONDS",
            "30",
            "How often pods of a resource that is well are asked how they are. From 1 to 3600."),
    POD_MANAGEMENT_PORT("WEIR_POD_MANAGEMENT_PORT", "9100", "The management port of the pods."),
    PORT("WEIR_PORT", "9101", "Where the operator tells its health and metrics. 0 takes a free port."),
    THREADS("WEIR_THREADS", "4", "How many resources are reconciled at the same time. From 1 to 100."),
    LOG_FORMAT("WEIR_LOG_FORMAT", "plain", "How log lines look: plain or json."),
    LOG_LEVEL("WEIR_LOG_LEVEL", "info", "The lowest level that is logged: trace, debug, info, warn or error.");

    private final String variable;
    private final String fallback;
    private final String description;

    Setting(String variable, String fallback, String description) {
        this.variable = variable;
        this.fallback = fallback;
        this.description = description;
    }

    String variable() {
        return variable;
    }

    /** What holds without it, in words. */
    String fallback() {
        return fallback;
    }

    String description() {
        return description;
    }
}
