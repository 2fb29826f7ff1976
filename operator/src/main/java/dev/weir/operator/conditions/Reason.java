package dev.weir.operator.conditions;

import static dev.weir.api.ConditionStatus.FALSE;
import static dev.weir.api.ConditionStatus.TRUE;
import static dev.weir.api.ConditionStatus.UNKNOWN;

import dev.weir.api.ConditionStatus;

/** Every reason that a condition can have, and what it makes of the condition. */
public enum Reason {
    ACCEPTED(ConditionType.ACCEPTED, "Accepted", TRUE),
    INVALID(ConditionType.ACCEPTED, "Invalid", FALSE),
    NAME_TAKEN(ConditionType.ACCEPTED, "NameTaken", FALSE),
    STORAGE_FIXED(ConditionType.ACCEPTED, "StorageFixed", FALSE),

    RESOLVED(ConditionType.RESOLVED_REFS, "Resolved", TRUE),
    STORAGE_CLASS_MISSING(ConditionType.RESOLVED_REFS, "StorageClassMissing", FALSE),
    SECRET_MISSING(ConditionType.RESOLVED_REFS, "SecretMissing", FALSE),
    PULL_SECRET_MISSING(ConditionType.RESOLVED_REFS, "PullSecretMissing", FALSE),
    SECRET_UNUSABLE(ConditionType.RESOLVED_REFS, "SecretUnusable", FALSE),
    REFERENCES_NOT_CHECKED(ConditionType.RESOLVED_REFS, "NotChecked", UNKNOWN),

    PROGRAMMED(ConditionType.PROGRAMMED, "Programmed", TRUE),
    PROGRAMMING(ConditionType.PROGRAMMED, "Programming", FALSE),
    NO_POD_READY(ConditionType.PROGRAMMED, "NoPodReady", FALSE),
    POD_SILENT(ConditionType.PROGRAMMED, "PodSilent", FALSE),
    DOCUMENT_REJECTED(ConditionType.PROGRAMMED, "DocumentRejected", FALSE),
    NOT_WRITTEN(ConditionType.PROGRAMMED, "NotWritten", FALSE),
    APPLY_FAILED(ConditionType.PROGRAMMED, "ApplyFailed", FALSE),

    UPSTREAM_CONNECTED(ConditionType.UPSTREAM_CONNECTED, "Connected", TRUE),
    UPSTREAM_LOST(ConditionType.UPSTREAM_CONNECTED, "Disconnected", FALSE),
    UPSTREAM_NOT_TOLD(ConditionType.UPSTREAM_CONNECTED, "NotTold", UNKNOWN),

    ORIGINS_REACHABLE(ConditionType.ORIGINS_REACHABLE, "Reachable", TRUE),
    ORIGIN_LOST(ConditionType.ORIGINS_REACHABLE, "Unreachable", FALSE),
    ORIGINS_NOT_TOLD(ConditionType.ORIGINS_REACHABLE, "NotTold", UNKNOWN),

    WARM(ConditionType.WARM, "Warm", TRUE),
    WARMING(ConditionType.WARM, "Warming", FALSE),
    WARMTH_NOT_TOLD(ConditionType.WARM, "NotTold", UNKNOWN),

    READY(ConditionType.READY, "Ready", TRUE),
    NOT_ACCEPTED(ConditionType.READY, "NotAccepted", FALSE),
    NOT_PROGRAMMED(ConditionType.READY, "NotProgrammed", FALSE),
    PODS_NOT_READY(ConditionType.READY, "PodsNotReady", FALSE),
    NOT_CONNECTED(ConditionType.READY, "NotConnected", FALSE);

    private final ConditionType type;
    private final String word;
    private final ConditionStatus status;

    Reason(ConditionType type, String word, ConditionStatus status) {
        this.type = type;
        this.word = word;
        this.status = status;
    }

    public ConditionType type() {
        return type;
    }

    /** As it is written in the status. */
    public String word() {
        return word;
    }

    public ConditionStatus status() {
        return status;
    }

    /** A statement with this reason. */
    public Statement because(String message) {
        return new Statement(this, message);
    }
}
