package dev.weir.dataplane.kafka.web.read;

import dev.weir.dataplane.kafka.web.record.Message;

/** What comes next in the stream of a topic. */
public sealed interface Step {
    record Next(Message message) implements Step {}

    /** One that a later message of its key has made void. */
    record Replaced() implements Step {}

    /** Records between the offsets had gone before the reader came to them: retention was faster. */
    record Gap(int partition, long from, long to) implements Step {}

    /** Everything that was there when the reader came has been given. Once. */
    record CaughtUp() implements Step {}

    /** Nothing for now. */
    record Nothing() implements Step {}
}
