package dev.weir.dataplane.kafka.upstream.follow;

/** On the network thread. */
public interface FollowListener {
    /** A broker's answer does not fit what is known of the topic: leaders or the topic itself may have changed. */
    void suspect(String topic);

    /** A partition can be read from now on, or cannot any more. */
    void changed();
}
