package dev.weir.dataplane.kafka.web.filter;

import java.nio.ByteBuffer;

/** What some messages may have among them. It may take some for there that are not, never the other way round. */
public interface Contents {
    /** Nothing at all. */
    Contents NOTHING = new Contents() {
        @Override
        public boolean mayHaveKey(ByteBuffer key) {
            return false;
        }

        @Override
        public boolean mayHaveHeader(String name, ByteBuffer text) {
            return false;
        }
    };

    boolean mayHaveKey(ByteBuffer key);

    /**
     * Whether one of them may have such a header.
     *
     * @param text the value as UTF-8, where what is no UTF-8 is replaced as when it is taken for text
     */
    boolean mayHaveHeader(String name, ByteBuffer text);
}
