package dev.weir.dataplane.kafka.web.record;

import java.util.List;

/**
 * What follows an offset in one partition.
 *
 * @param list those that a reader sees, in order; none where all that is there is of aborted transactions or for
 *     brokers alone
 * @param nextOffset where to go on
 */
public record Messages(List<Message> list, long nextOffset) {
    public Messages {
        list = List.copyOf(list);
    }
}
