package dev.weir.dataplane;

/** Where the process is in its life. */
enum Phase {
    STARTING("starting"),
    READY("ready"),
    DRAINING("draining"),
    STOPPED("stopped");

    private final String label;

    Phase(String label) {
        this.label = label;
    }

    /** Its name in logs and on the management port. */
    String label() {
        return label;
    }
}
