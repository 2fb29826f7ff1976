package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.read.ReadException;
import dev.weir.dataplane.kafka.web.read.Step;
import dev.weir.dataplane.kafka.web.read.TopicStream;
import dev.weir.dataplane.kafka.web.record.Message;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A page of messages as one JSON object, with a link to the next. */
final class MessagesPage {
    private static final int BYTES_MAX = 4 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TopicStream stream;
    private final MessagesRequest request;
    private final Output output;
    private final WebMeters meters;
    private final ByteArrayOutputStream page = new ByteArrayOutputStream();
    private boolean end;
    private int count;

    MessagesPage(TopicStream stream, MessagesRequest request, Output output, WebMeters meters) {
        this.stream = stream;
        this.request = request;
        this.output = output;
        this.meters = meters;
    }

    void write(TargetUri uri, @Nullable String ifNoneMatch)
            throws ReadException, InterruptedException, ClientLeft, Refused {
        page.writeBytes(ascii("{\"messages\":["));
        gather();
        String next = uri.path() + "?" + parameters(uri) + "cursor=" + stream.cursor();
        page.writeBytes(ascii("],\"end\":" + end + ",\"next\":\"" + next + "\"}\n"));
        byte[] content = page.toByteArray();
        String tag = ContentTag.of(content);
        FieldList fields = FieldList.of(
                "Content-Type",
                "application/json",
                "Cache-Control",
                "no-cache",
                "ETag",
                tag,
                "Link",
                "<" + next + ">; rel=\"next\"");
        if (ifNoneMatch != null && new EntityTag(tag).isIn(ifNoneMatch)) {
            output.coded(304, fields, null);
        } else {
            output.coded(200, fields, content);
        }
    }

    private void gather() throws ReadException, InterruptedException, ClientLeft, Refused {
        long lastMoved = System.nanoTime();
        while (!end && count < request.limit() && page.size() < BYTES_MAX) {
            Step step = stream.next();
            output.check();
            if (!(step instanceof Step.Nothing)) {
                lastMoved = System.nanoTime();
            }
            switch (step) {
                case Step.Next(var message) -> add(message);
                case Step.CaughtUp caughtUp -> end = true;
                case Step.Replaced replaced -> meters.replaced();
                case Step.Gap gap -> {
                    // a page does not go on from before
                }
                case Step.Nothing nothing -> {
                    Duration rest = PATIENCE.minusNanos(System.nanoTime() - lastMoved);
                    if (!rest.isPositive() || output.isDraining()) {
                        throw new Refused(Problem.unavailable("what is missing cannot be read: " + stream.trouble()));
                    }
                    stream.await(rest);
                }
            }
        }
        end |= stream.isCaughtUp();
    }

    private void add(Message message) {
        if (!request.filter().test(message)) {
            meters.filtered();
            return;
        }
        meters.sent();
        if (count++ > 0) {
            page.write(',');
        }
        page.writeBytes(request.writer().json(message));
    }

    /** What was asked for, but for where to begin. */
    private static String parameters(TargetUri uri) {
        if (uri.query() == null) {
            return "";
        }
        var kept = new StringBuilder();
        for (String parameter : uri.query().split("&", -1)) {
            if (!parameter.isEmpty() && !parameter.matches("(?s)(from|offsets|cursor)(=.*)?")) {
                kept.append(quoted(parameter)).append('&');
            }
        }
        return kept.toString();
    }

    /** Nothing of a query may end the text of JSON, or the link, that it is put into. */
    private static String quoted(String parameter) {
        var quoted = new StringBuilder();
        for (int i = 0; i < parameter.length(); i++) {
            char c = parameter.charAt(i);
            if (c < '!' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>') {
                quoted.append(URLEncoder.encode(String.valueOf(c), StandardCharsets.UTF_8));
            } else {
                quoted.append(c);
            }
        }
        return quoted.toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
