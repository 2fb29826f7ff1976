package dev.weir.dataplane.kafka.upstream.connection;

import java.nio.channels.SelectionKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.KafkaChannel;

/**
 * Lets one selector go on with other credentials: new channels are built by the newest builder, and an older one is
 * closed when the last of its channels is gone, because a channel still needs its builder's login to authenticate
 * again.
 */
final class CurrentChannelBuilder implements ChannelBuilder {
    private final Map<String, ChannelBuilder> madeBy = new HashMap<>();
    private final Set<ChannelBuilder> replaced = new HashSet<>();
    private ChannelBuilder current;

    CurrentChannelBuilder(ChannelBuilder first) {
        this.current = first;
    }

    void replace(ChannelBuilder newer) {
        replaced.add(current);
        current = newer;
        closeUnused();
    }

    void gone(String channel) {
        madeBy.remove(channel);
        closeUnused();
    }

    private void closeUnused() {
        replaced.removeIf(builder -> {
            boolean unused = !madeBy.containsValue(builder);
            if (unused) {
                builder.close();
            }
            return unused;
        });
    }

    @Override
    public KafkaChannel buildChannel(
            String id, SelectionKey key, int receiveBytesMax, MemoryPool pool, ChannelMetadataRegistry registry) {
        KafkaChannel channel = current.buildChannel(id, key, receiveBytesMax, pool, registry);
        madeBy.put(id, current);
        return channel;
    }

    /** Builders are configured before they come here. */
    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {
        current.close();
        replaced.forEach(ChannelBuilder::close);
    }
}
