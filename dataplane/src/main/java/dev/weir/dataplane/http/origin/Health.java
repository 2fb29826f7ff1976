package dev.weir.dataplane.http.origin;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Whether one address of a server is asked. It is left alone for a while when no connection can be made to it, and when
 * three requests in a row failed: lost, answered too late or by nonsense, or answered with 502, 503 or 504, by which a
 * server says that it cannot serve. A single one may be the request's fault. The time doubles each time, up to a
 * minute; it is over when a connection can be made, and forgotten when a request is answered. After it the first
 * failure is enough. Any thread.
 */
final class Health {
    static final int FAILURES_MAX = 3;
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST = Duration.ofSeconds(60).toNanos();

    private int failures;
    private int ejections;
    private boolean ejected;
    private boolean reachable = true;
    private boolean known;
    private long due;
    private long lastWord;
    private @Nullable String problem;

    /** A connection was made. */
    synchronized void connected() {
        known = true;
        reachable = true;
        lastWord = System.nanoTime();
        if (ejected) {
            ejected = false;
            failures = FAILURES_MAX - 1;
        }
        if (ejections == 0 && failures == 0) {
            problem = null;
        }
    }

    /** No connection could be made. */
    synchronized void unconnected(String what) {
        known = true;
        reachable = false;
        problem = what;
        eject();
    }

    /** A request came to nothing. */
    synchronized void failed(String what) {
        problem = what;
        if (++failures >= FAILURES_MAX) {
            eject();
        }
    }

    synchronized void answered(int status) {
        known = true;
        reachable = true;
        if (status == 502 || status == 503 || status == 504) {
            failed("answers " + status);
            return;
        }
        lastWord = System.nanoTime();
        failures = 0;
        ejections = 0;
        ejected = false;
        problem = null;
    }

    /** Whether it is to be asked; not while it is left alone. */
    synchronized boolean isAsked() {
        return !ejected;
    }

    /** When it is tried again; for one that is left alone. */
    synchronized long due() {
        return due;
    }

    /** Whether it was tried at all, and with what outcome. */
    synchronized boolean isReachable() {
        return known && reachable;
    }

    synchronized @Nullable String problem() {
        return problem;
    }

    /** Whether a probe is to look after it now: its time is over, or nobody has heard of it for long. */
    synchronized boolean isToBeProbed(Duration interval) {
        long now = System.nanoTime();
        return ejected ? now - due >= 0 : !known || now - lastWord >= interval.toNanos();
    }

    private void eject() {
        long now = System.nanoTime();
        if (ejected && now - due < 0) {
            return; // others who were under way say the same
        }
        long time = Math.min(LONGEST, FIRST << Math.min(ejections, 10));
        ejections++;
        ejected = true;
        // spread, so that not all pods come back at once
        due = now + time - ThreadLocalRandom.current().nextLong(time / 10 + 1);
    }
}
