package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.access.Permit;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.answer.StreamFormat;
import dev.weir.dataplane.kafka.web.answer.Written;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.Step;
import dev.weir.dataplane.kafka.web.read.TopicStream;
import dev.weir.dataplane.kafka.web.record.Message;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.function.Function;

/** Writes the stream of a topic to one client, for as long as it lasts. On a thread of its own. */
final class MessagesAnswer {
    private static final int PIECE_BYTES = 32 * 1024;

    /** So often is looked at the clock while nothing passes the filter. */
    private static final int STEPS_MAX = 1_000;

    /** Shorter than the minute after which proxies take a connection for dead. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** For so long, those who want no more than history wait for what cannot be read at the moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicStream stream;
    private final MessagesRequest request;
    private final StreamFormat format;
    private final Permit permit;
    private final Output output;
    private final WebMeters meters;
    private final Function<Message, Written> writer;
    private long lastHeartbeat = System.nanoTime();
    private long lastMoved = System.nanoTime();
    private int written;
    private boolean over;

    /** @param writer of the messages for this client */
    MessagesAnswer(
            TopicStream stream,
            MessagesRequest request,
            Permit permit,
            StreamFormat format,
            Output output,
            WebMeters meters,
            Function<Message, Written> writer) {
        this.stream = stream;
        this.request = request;
        this.permit = permit;
        this.format = format;
        this.output = output;
        this.meters = meters;
        this.writer = writer;
    }

    /** Ends after the head where no more than that is asked for. */
    void write(boolean headOnly) throws ClientLeft, InterruptedException, ReadException {
        Step first = stream.next(); // what is wrong with the beginning is told before anything else is
        output.begin(FieldList.of("Content-Type", format.contentType(), "Cache-Control", "no-store"));
        if (headOnly) {
            output.end();
            return;
        }
        ByteBuf piece = output.buffer();
        try {
            take(first, piece);
            while (true) {
                if (piece.isReadable()) {
                    output.write(piece.retain());
                    piece.release();
                    piece = output.buffer();
                }
                if (over) {
                    break;
                }
                fill(piece);
            }
        } finally {
            piece.release();
        }
        output.end();
    }

    private void fill(ByteBuf piece) throws InterruptedException, ClientLeft {
        output.check();
        if (output.isDraining() && request.follows()) {
            format.heartbeat(stream.cursor(), piece); // goes on elsewhere, from here
            over = true;
            return;
        }
        if (permit.isOver()) {
            format.broken(
                    Problem.unauthorized("what was shown has expired; show another, and go on with the cursor"), piece);
            over = true;
            return;
        }
        try {
            if (stream.isQuiet()) {
                rest(piece);
                return;
            }
            output.awaitTaken(); // what is taken for the client only then is the latest of its key
            for (int steps = 0; steps < STEPS_MAX && piece.readableBytes() < PIECE_BYTES && !over; steps++) {
                if (stream.isQuiet()) {
                    break;
                }
                take(stream.next(), piece);
            }
            heartbeat(piece);
        } catch (ReadException e) {
            format.broken(Refused.problem(e), piece);
            over = true;
        }
    }

    private void take(Step step, ByteBuf piece) {
        lastMoved = System.nanoTime();
        switch (step) {
            case Step.Next(var message) -> {
                if (request.filter().test(message)) {
                    Written line = writer.apply(message);
                    format.message(line, stream::cursor, piece);
                    written++;
                    meters.sent(line.kind());
                    if (written >= request.limit()) {
                        format.heartbeat(stream.cursor(), piece); // lines tell it nowhere else
                        over = true;
                    }
                } else {
                    meters.filtered();
                }
            }
            case Step.Replaced replaced -> meters.replaced();
            case Step.Gap gap -> format.gap(gap, stream.cursor(), piece);
            case Step.CaughtUp caughtUp -> {
                format.caughtUp(stream.cursor(), piece);
                over = !request.follows();
            }
            case Step.Nothing nothing -> {
                // there will be more
            }
        }
    }

    /** Nothing is there. */
    private void rest(ByteBuf piece) throws InterruptedException {
        if (output.isDraining() && !request.follows()) {
            format.broken(Problem.unavailable("the data-plane is stopping"), piece);
            over = true;
            return;
        }
        if (!request.follows() && System.nanoTime() - lastMoved > PATIENCE.toNanos()) {
            format.broken(Problem.unavailable("what is missing cannot be read: " + stream.trouble()), piece);
            over = true;
            return;
        }
        Duration rest = HEARTBEAT.minusNanos(System.nanoTime() - lastHeartbeat);
        stream.await(permit.within(rest.isPositive() ? rest : Duration.ZERO));
        heartbeat(piece);
    }

    private void heartbeat(ByteBuf piece) {
        if (System.nanoTime() - lastHeartbeat >= HEARTBEAT.toNanos()) {
            lastHeartbeat = System.nanoTime();
            format.heartbeat(stream.cursor(), piece);
        }
    }
}
