package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.RequestHead;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a client would like to be answered (RFC 7240).
 *
 * @param async at once, with a link to what comes of it
 * @param patience for how long it is ready to wait for what somebody else has to do
 */
record Preferences(boolean async, Duration patience) {
    private static final Pattern ASYNC = Pattern.compile("(?:^|,)\\s*respond-async\\s*(?:$|[,;])");
    private static final Pattern WAIT = Pattern.compile("(?:^|,)\\s*wait\\s*=\\s*\"?([0-9]{1,6})\"?\\s*(?:$|[,;])");
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);

    /** @param standard for those who do not say how long they wait */
    static Preferences of(RequestHead head, Duration standard) {
        String combined = head.fields().combined("prefer");
        String prefer = combined == null ? "" : combined;
        Matcher wait = WAIT.matcher(prefer);
        Duration asked = wait.find() ? Duration.ofSeconds(Long.parseLong(wait.group(1))) : standard;
        return new Preferences(ASYNC.matcher(prefer).find(), asked.compareTo(WAIT_MAX) < 0 ? asked : WAIT_MAX);
    }
}
