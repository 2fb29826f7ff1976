package dev.weir.e2e.cache.site;

/** What stands between clients and the broker. */
public interface Cache extends AutoCloseable {
    /** With {@code -Dunder.test=broker} there is nothing. */
    boolean ABSENT = "broker".equals(System.getProperty("under.test"));

    /** Host and port where Kafka clients connect. */
    String address();

    /** {@code kill -9}. */
    void kill();

    /** Starts it, again if it was killed; returns when it is ready. */
    void start();

    /** Freezes the process: connections stay open, nothing is answered. */
    void suspend();

    void resume();

    @Override
    void close();

    /** The broker itself, which a test that kills the cache leaves alone. */
    record None(String address) implements Cache {
        @Override
        public void kill() {}

        @Override
        public void start() {}

        @Override
        public void suspend() {}

        @Override
        public void resume() {}

        @Override
        public void close() {}
    }
}
