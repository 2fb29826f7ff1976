package dev.weir.e2e.cache.client;

/** A Kafka client that reads topics from their start to {@link Extent#ends()}. */
public interface Reader {
    Contents read(String bootstrap, Extent extent);

    /** What this client can show of a record: not all of them tell everything. */
    default Seen sees(Seen whole) {
        return whole;
    }
}
