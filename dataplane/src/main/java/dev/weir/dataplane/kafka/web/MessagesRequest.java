package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.web.answer.MessageWriter;
import dev.weir.dataplane.kafka.web.filter.Filter;
import dev.weir.dataplane.kafka.web.filter.FilterException;
import dev.weir.dataplane.kafka.web.filter.QueryFilters;
import dev.weir.dataplane.kafka.web.read.Cursor;
import dev.weir.dataplane.kafka.web.read.Start;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a reader asks for.
 *
 * @param follows whether the answer goes on with what comes, for ever; otherwise it ends with what is there now
 * @param conflated whether, of a compacted topic, what was replaced since is left out
 * @param limit of messages
 * @param delta whether values that follow others of their key are told by what has changed
 */
record MessagesRequest(
        Format format,
        Start start,
        boolean follows,
        boolean conflated,
        int limit,
        Filter filter,
        MessageWriter writer,
        boolean delta) {
    static final Set<String> PARAMETERS =
            Set.of("format", "from", "cursor", "offsets", "until", "limit", "payload", "conflate", "delta");
    private static final int PAGE_DEFAULT = 100;
    private static final int PAGE_MAX = 10_000;

    enum Format {
        EVENTS,
        LINES,
        PAGE
    }

    /** @param standard where those begin who do not say */
    static MessagesRequest of(RequestHead head, Start standard) throws Refused {
        Parameters query = Parameters.of(head.uri(), PARAMETERS, QueryFilters::isParameter, "filters");
        Format format = format(head, query);
        String until = query.choice("until", "now", "never");
        boolean follows = until == null ? format == Format.EVENTS : until.equals("never");
        if (follows && format == Format.PAGE) {
            throw Refused.badRequest("a page of JSON ends: ask for format=sse or format=ndjson with until=never");
        }
        int limit = format == Format.PAGE
                ? query.number("limit", PAGE_DEFAULT, 1, PAGE_MAX)
                : query.number("limit", Integer.MAX_VALUE, 1, Integer.MAX_VALUE);
        boolean conflated = !"false".equals(query.choice("conflate", "true", "false"));
        try {
            return new MessagesRequest(
                    format,
                    start(head, query, standard),
                    follows,
                    conflated,
                    limit,
                    QueryFilters.of(query.all()),
                    writer(query),
                    delta(query, format));
        } catch (FilterException e) {
            throw Refused.badRequest(String.valueOf(e.getMessage()));
        }
    }

    static MessageWriter writer(Parameters query) throws Refused {
        String payload = query.choice("payload", "readable", "base64");
        return "base64".equals(payload) ? MessageWriter.BASE64 : MessageWriter.READABLE;
    }

    private static boolean delta(Parameters query, Format format) throws Refused {
        if (query.choice("delta", "json-patch") == null) {
            return false;
        }
        if (format == Format.PAGE) {
            throw Refused.badRequest("a page has no messages before it that patches could begin from: ask for"
                    + " delta with format=sse or format=ndjson");
        }
        if (writer(query) != MessageWriter.READABLE) {
            throw Refused.badRequest("delta=json-patch and payload=base64 cannot be asked for together");
        }
        return true;
    }

    private static Format format(RequestHead head, Parameters query) throws Refused {
        String asked = query.choice("format", "sse", "ndjson", "json");
        if (asked != null) {
            return switch (asked) {
                case "sse" -> Format.EVENTS;
                case "ndjson" -> Format.LINES;
                default -> Format.PAGE;
            };
        }
        String accept = head.fields().combined("accept");
        String accepted = accept == null ? "" : accept.toLowerCase(Locale.ROOT);
        return accepted.contains("text/event-stream")
                ? Format.EVENTS
                : accepted.contains("application/x-ndjson") ? Format.LINES : Format.PAGE;
    }

    /** The latest of what says where: a browser that comes back repeats its query, and tells how far it came. */
    private static Start start(RequestHead head, Parameters query, Start standard) throws Refused {
        String lastEvent = head.fields().first("last-event-id");
        if (lastEvent != null && !lastEvent.isEmpty()) {
            return cursor("Last-Event-ID", lastEvent);
        }
        String cursor = query.text("cursor");
        String offsets = query.text("offsets");
        String from = query.text("from");
        if ((cursor == null ? 0 : 1) + (offsets == null ? 0 : 1) + (from == null ? 0 : 1) > 1) {
            throw Refused.badRequest("only one of from, offsets and cursor can say where to begin");
        }
        if (cursor != null) {
            return cursor("cursor", cursor);
        }
        if (offsets != null) {
            return new Start.Offsets(offsets(offsets));
        }
        return from == null ? standard : from(from);
    }

    private static Start from(String from) throws Refused {
        return switch (from) {
            case "historical" -> new Start.Historical();
            case "live" -> new Start.Live();
            default -> new Start.At(Parameters.time(from));
        };
    }

    private static Start cursor(String name, String text) throws Refused {
        try {
            return new Start.From(Cursor.read(text));
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(name + " cannot be read: " + e.getMessage());
        }
    }

    private static Map<Integer, Long> offsets(String text) throws Refused {
        var offsets = new HashMap<Integer, Long>();
        for (String pair : List.of(text.split(",", -1))) {
            @Nullable Long before;
            try {
                int colon = pair.indexOf(':');
                long offset = Long.parseLong(pair.substring(colon + 1));
                before = colon < 0 || offset < 0
                        ? Long.valueOf(-1)
                        : offsets.put(Integer.valueOf(pair.substring(0, colon)), offset);
            } catch (NumberFormatException e) {
                before = -1L;
            }
            if (before != null) {
                throw Refused.badRequest("offsets is " + text + " and must be PARTITION:OFFSET, each partition once,"
                        + " with commas between them");
            }
        }
        return offsets;
    }
}
