package dev.weir.dataplane.kafka.web.access;

/** What is done to a topic. */
public enum Right {
    READ("read"),
    WRITE("written");

    private final String done;

    Right(String done) {
        this.done = done;
    }

    /** As the end of "may not be ...". */
    String done() {
        return done;
    }
}
