package dev.weir.dataplane.kafka.upstream.connection;

/**
 * Which of the connections to a broker a call takes. What may wait at the broker has a connection where it makes nobody
 * else wait: fetches of the follower are held there until there is something to fetch.
 */
public sealed interface Slot {
    /** Metadata, offsets, configurations: all that is answered at once. */
    Slot CONTROL = new Single("control");

    /** The follower's fetches. */
    Slot FOLLOW = new Single("follow");

    /** Whichever has nothing else to do, or a further one. */
    Slot EXCLUSIVE = new Exclusive();

    /** One of so many; the same for the same client. */
    static Slot shared(long client, int of) {
        return new Single("shared-" + Math.floorMod((client * 0x9E3779B97F4A7C15L) >>> 17, of));
    }

    record Single(String name) implements Slot {}

    record Exclusive() implements Slot {}
}
