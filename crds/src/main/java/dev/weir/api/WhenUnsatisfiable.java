package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What becomes of a pod for which there is no node as wanted. */
public enum WhenUnsatisfiable {
    @JsonProperty("DoNotSchedule")
    DO_NOT_SCHEDULE,
    @JsonProperty("ScheduleAnyway")
    SCHEDULE_ANYWAY
}
