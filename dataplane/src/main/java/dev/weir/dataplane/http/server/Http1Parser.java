package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.TargetUri;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the heads of the requests of one connection, strictly: what could be read in two ways is not read at all. */
final class Http1Parser {
    private static final int ORIGIN_FORM = '/';

    private final Limits limits;
    private final String scheme;
    private final HeadScan scan;

    /** Nearly always all requests of a connection name the same host. At first it is what no field can be. */
    private byte[] knownHost = {0};

    private String knownAuthority = "";

    Http1Parser(Limits limits, boolean secure) {
        this.limits = limits;
        this.scheme = secure ? "https" : "http";
        this.scan = new HeadScan(limits);
    }

    /** The next request; null while its head is not whole. */
    @Nullable
    Http1Request parse(ByteBuf in) throws Rejected {
        int length = scan.length(in);
        if (length < 0) {
            return null;
        }
        byte[] octets = new byte[length];
        in.readBytes(octets);
        RequestLine line = RequestLine.parse(octets);
        FieldLines fields = FieldLines.parse(octets, line.end(), limits.headerCountMax());
        return request(line, fields);
    }

    private Http1Request request(RequestLine line, FieldLines fields) throws Rejected {
        int hosts = 0;
        int host = -1;
        boolean framed = false;
        boolean expects = false;
        boolean keepAlive = !line.http10();
        for (int i = 0; i < fields.count(); i++) {
            switch (fields.nameLength(i)) {
                case 4 -> {
                    if (fields.isNamed(i, FieldName.HOST)) {
                        host = i;
                        hosts++;
                    }
                }
                case 6 -> expects |= fields.isNamed(i, "expect");
                case 10 -> {
                    if (fields.isNamed(i, FieldName.CONNECTION)) {
                        keepAlive = keepsAlive(fields, i, keepAlive);
                    }
                }
                case 14 -> framed |= fields.isNamed(i, FieldName.CONTENT_LENGTH);
                case 17 -> framed |= fields.isNamed(i, FieldName.TRANSFER_ENCODING);
                default -> {
                    // of no concern here
                }
            }
        }
        if (hosts > 1 || (hosts == 0 && !line.http10())) {
            throw Rejected.malformed(hosts > 1 ? "there is more than one Host" : "there is no Host");
        }
        var head = new RequestHead(line.method(), target(line, host < 0 ? "" : authority(fields, host)), fields);
        long length = framed ? BodyLength.of(fields, line.http10(), limits.bodyBytesMax()) : 0;
        boolean expectsContinue = expects && !line.http10() && expectsContinue(fields) && length != 0;
        return new Http1Request(head, line.http10(), keepAlive, length, expectsContinue);
    }

    private String authority(FieldLines fields, int host) throws Rejected {
        if (!fields.hasValue(host, knownHost)) {
            String authority = fields.value(host);
            if (!Authority.isValid(authority)) {
                throw Rejected.malformed("Host is not a host with or without a port");
            }
            knownHost = authority.getBytes(ISO_8859_1);
            knownAuthority = FieldName.lowerCase(authority);
        }
        return knownAuthority;
    }

    private TargetUri target(RequestLine line, String authority) throws Rejected {
        String method = line.method();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            throw new Rejected(Reason.UNKNOWN_METHOD, method + " is not served");
        }
        String target = line.target();
        if (target.charAt(0) == ORIGIN_FORM) {
            return TargetUri.of(scheme, authority, target);
        }
        if (target.equals("*") && method.equals("OPTIONS")) {
            return new TargetUri(scheme, authority, "*", null);
        }
        return absolute(method, target);
    }

    /** It counts more than Host (RFC 9112 section 3.2.2). The scheme is that of the connection whatever it says. */
    private TargetUri absolute(String method, String target) throws Rejected {
        int from = target.indexOf("://") + 3;
        String said = from < 3 ? "" : FieldName.lowerCase(target.substring(0, from));
        if (!said.equals("http://") && !said.equals("https://")) {
            throw Rejected.malformed("the request target is neither a path nor a URI of http");
        }
        int end = from;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(from, end);
        if (!Authority.isValid(authority)) {
            throw Rejected.malformed("the request target has no host, or more than host and port before its path");
        }
        if (end == target.length() && method.equals("OPTIONS")) {
            return new TargetUri(scheme, authority, "*", null); // RFC 9112 section 3.2.4
        }
        String rest = target.substring(end);
        return TargetUri.of(scheme, authority, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static boolean keepsAlive(FieldLines fields, int line, boolean before) {
        if (fields.hasValue(line, "keep-alive")) {
            return true;
        }
        boolean keepAlive = before;
        for (String option : List.of(fields.value(line).split(",", -1))) {
            if (option.strip().equalsIgnoreCase("close")) {
                return false;
            }
            keepAlive |= option.strip().equalsIgnoreCase("keep-alive");
        }
        return keepAlive;
    }

    private static boolean expectsContinue(FieldLines fields) throws Rejected {
        for (String expectation : fields.all("expect")) {
            if (!expectation.equalsIgnoreCase("100-continue")) {
                throw new Rejected(Reason.UNKNOWN_EXPECTATION, "the only expectation known here is 100-continue");
            }
        }
        return true;
    }
}
