package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.dataplane.http.policy.field.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Fields as they came: where they are among the octets of a head. Text is made of those only that are asked for. */
final class FieldLines implements Fields {
    /** Begin and end of the name, begin and end of the value. */
    private static final int PLACES = 4;

    private final byte[] octets;
    private int[] places = new int[PLACES * 12];
    private int count;

    private FieldLines(byte[] octets) {
        this.octets = octets;
    }

    /**
     * Finds the lines, up to the empty one.
     *
     * @param from where they begin; they end with the octets
     * @param countMax of lines
     */
    static FieldLines parse(byte[] octets, int from, int countMax) throws Rejected {
        var lines = new FieldLines(octets);
        int at = from;
        while (octets[at] != Octets.CR) {
            if (lines.count == countMax) {
                throw new Rejected(Reason.TOO_MANY_FIELDS, "there are more than " + countMax + " header fields");
            }
            at = lines.line(at);
        }
        if (at != octets.length - 2 || octets[at + 1] != Octets.LF) {
            throw Rejected.malformed("a carriage return stands alone");
        }
        return lines;
    }

    /** Where the next line begins. */
    private int line(int from) throws Rejected {
        int at = from;
        while (Octets.isToken(octets[at])) {
            at++;
        }
        if (at == from || octets[at] != ':') {
            throw Rejected.malformed(notAName(from, octets[at]));
        }
        int nameEnd = at++;
        while (Octets.isBlank(octets[at])) {
            at++;
        }
        int valueFrom = at;
        while (Octets.isValue(octets[at])) {
            at++;
        }
        if (octets[at] != Octets.CR || octets[at + 1] != Octets.LF) {
            throw Rejected.malformed("the value of a header field has a control character");
        }
        int next = at + 2;
        while (at > valueFrom && Octets.isBlank(octets[at - 1])) {
            at--;
        }
        add(from, nameEnd, valueFrom, at);
        return next;
    }

    private String notAName(int from, byte octet) {
        if (!Octets.isBlank(octet)) {
            return "the name of a header field is not a token followed by a colon";
        }
        return Octets.isBlank(octets[from])
                ? "a header field is folded or begins with whitespace"
                : "there is whitespace between the name of a header field and the colon";
    }

    private void add(int nameFrom, int nameEnd, int valueFrom, int valueEnd) {
        int at = count * PLACES;
        if (at == places.length) {
            places = Arrays.copyOf(places, at * 2);
        }
        places[at] = nameFrom;
        places[at + 1] = nameEnd;
        places[at + 2] = valueFrom;
        places[at + 3] = valueEnd;
        count++;
    }

    int count() {
        return count;
    }

    int nameLength(int line) {
        return places[line * PLACES + 1] - places[line * PLACES];
    }

    boolean isNamed(int line, String name) {
        int at = line * PLACES;
        return Octets.equal(octets, places[at], places[at + 1], name);
    }

    boolean hasValue(int line, String value) {
        int at = line * PLACES;
        return Octets.equal(octets, places[at + 2], places[at + 3], value);
    }

    boolean hasValue(int line, byte[] exactly) {
        int at = line * PLACES;
        return Arrays.equals(octets, places[at + 2], places[at + 3], exactly, 0, exactly.length);
    }

    String name(int line) {
        int at = line * PLACES;
        return new String(octets, places[at], places[at + 1] - places[at], ISO_8859_1);
    }

    String value(int line) {
        int at = line * PLACES;
        return new String(octets, places[at + 2], places[at + 3] - places[at + 2], ISO_8859_1);
    }

    @Override
    public boolean has(String name) {
        return find(name, 0) >= 0;
    }

    @Override
    public @Nullable String first(String name) {
        int line = find(name, 0);
        return line < 0 ? null : value(line);
    }

    @Override
    public List<String> all(String name) {
        int line = find(name, 0);
        if (line < 0) {
            return List.of();
        }
        var values = new ArrayList<String>(2);
        for (; line >= 0; line = find(name, line + 1)) {
            values.add(value(line));
        }
        return values;
    }

    @Override
    public void forEach(BiConsumer<String, String> line) {
        for (int i = 0; i < count; i++) {
            line.accept(name(i), value(i));
        }
    }

    private int find(String name, int from) {
        for (int i = from; i < count; i++) {
            if (isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }
}
