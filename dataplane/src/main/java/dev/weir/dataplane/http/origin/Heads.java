package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Locale;

/** Fields between Netty's form and ours. */
final class Heads {
    static final String EXPECT = "expect";

    private Heads() {}

    static FieldList fields(HttpHeaders headers) {
        if (headers.isEmpty()) {
            return FieldList.EMPTY;
        }
        var lines = new ArrayList<Field>(headers.size());
        headers.iteratorAsString().forEachRemaining(line -> lines.add(new Field(line.getKey(), line.getValue())));
        return new FieldList(lines);
    }

    /** Whether the content is only to be sent when the server says so. */
    static boolean expectsContinue(OriginRequest request) {
        String expect =
                request.content().length() == 0 ? null : request.fields().first(EXPECT);
        return expect != null && expect.toLowerCase(Locale.ROOT).equals("100-continue");
    }

    /** Whether a line of a request is passed on as it is: what frames it and where it goes is written anew. */
    static boolean isPassedOn(String name, boolean content) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case FieldName.HOST,
                    FieldName.CONTENT_LENGTH,
                    FieldName.TRANSFER_ENCODING,
                    FieldName.CONNECTION,
                    "keep-alive",
                    "proxy-connection",
                    "upgrade" -> false;
            // an expectation without content would have the server wait for nothing
            case EXPECT -> content;
            default -> true;
        };
    }

    static boolean isEmpty(Fields fields) {
        return fields instanceof FieldList list && list.lines().isEmpty();
    }
}
