package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Consumer;

/** Answers that tests give. */
final class Replies {
    private static final FieldList TEXT = FieldList.of("Content-Type", "text/plain");

    private Replies() {}

    /** Answers at once, leaving the content alone. */
    static void ok(ClientExchange exchange, String content) {
        reply(exchange, 200, content);
    }

    static void reply(ClientExchange exchange, int status, String content) {
        exchange.response().begin(status, TEXT, content.length());
        exchange.response().content(Unpooled.copiedBuffer(content, ISO_8859_1));
        exchange.response().end(FieldList.EMPTY);
    }

    /** Method, target and, when it has come as a whole, content and trailers. */
    static void echo(ClientExchange exchange) {
        String line = exchange.head().method() + " " + exchange.head().uri().path();
        if (exchange.content().length() == 0) {
            ok(exchange, line);
        } else {
            whole(exchange, content -> ok(exchange, line + " " + content));
        }
    }

    /** Waits for the content, with the trailers behind it. */
    static void whole(ClientExchange exchange, Consumer<String> then) {
        var all = new StringBuilder();
        exchange.content().start(new Upload.Receiver() {
            @Override
            public void content(ByteBuf bytes) {
                all.append(bytes.toString(ISO_8859_1));
                bytes.release();
            }

            @Override
            public void end(Fields trailers) {
                trailers.forEach((name, value) ->
                        all.append('|').append(name).append('=').append(value));
                then.accept(all.toString());
            }

            @Override
            public void broken(String why) {
                then.accept("broken: " + why);
            }
        });
    }
}
