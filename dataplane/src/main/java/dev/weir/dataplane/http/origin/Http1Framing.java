package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer ends (RFC 9112 section 6.3), and whether the connection goes on behind it.
 *
 * @param length as {@link OriginAnswer#head} has it
 * @param endsWithConnection when it has no other end
 * @param isKept whether another request may follow
 * @param keptFor how long the server keeps the connection, as far as it says
 */
record Http1Framing(
        FieldList fields,
        long length,
        boolean endsWithConnection,
        boolean isKept,
        @Nullable Duration keptFor) {
    private static final Pattern KEEP_ALIVE_TIMEOUT = Pattern.compile("(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,9})");

    /** A request that is sent at the last moment might meet the end of the connection. */
    private static final Duration MARGIN = Duration.ofSeconds(1);

    static Http1Framing of(HttpResponse response, String method) {
        FieldList fields = Heads.fields(response.headers());
        int status = response.status().code();
        boolean chunked = fields.has(FieldName.TRANSFER_ENCODING);
        boolean empty = method.equals("HEAD") || status == 204 || status == 304;
        long length = status == 204 || chunked ? Upload.UNKNOWN : ContentLength.of(fields);
        boolean endsWithConnection = !empty && !chunked && length == Upload.UNKNOWN;
        boolean kept = !endsWithConnection && HttpUtil.isKeepAlive(response);
        return new Http1Framing(fields, length, endsWithConnection, kept, keptFor(fields));
    }

    /** What is wrong with a head that could be read. */
    static @Nullable String fault(HttpResponse response, OriginRequest request) {
        HttpVersion version = response.protocolVersion();
        int status = response.status().code();
        if (!version.equals(HttpVersion.HTTP_1_1) && !version.equals(HttpVersion.HTTP_1_0)) {
            return "its version is " + version.text();
        }
        if (status < 100 || status > 599) {
            return "its status is " + status;
        }
        if (status == 101 && request.upgrade() == null) {
            return "it switches protocols, which nobody asked for";
        }
        List<String> codings = response.headers().getAll(FieldName.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return null;
        }
        if (version.equals(HttpVersion.HTTP_1_0)) {
            return "Transfer-Encoding in HTTP/1.0"; // RFC 9112 section 6.1
        }
        if (codings.size() > 1
                || !codings.getFirst().strip().toLowerCase(Locale.ROOT).equals("chunked")) {
            return "its Transfer-Encoding is " + String.join(", ", codings) + ", which nobody asked for";
        }
        return null;
    }

    private static @Nullable Duration keptFor(FieldList fields) {
        String said = fields.first("keep-alive");
        if (said == null) {
            return null;
        }
        Matcher timeout = KEEP_ALIVE_TIMEOUT.matcher(said.toLowerCase(Locale.ROOT));
        if (!timeout.find()) {
            return null;
        }
        Duration kept = Duration.ofSeconds(Long.parseLong(timeout.group(1)));
        return kept.compareTo(MARGIN) > 0 ? kept.minus(MARGIN) : Duration.ZERO;
    }
}
