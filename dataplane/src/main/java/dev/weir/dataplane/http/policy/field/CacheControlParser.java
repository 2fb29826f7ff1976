package dev.weir.dataplane.http.policy.field;

import org.jspecify.annotations.Nullable;

/**
 * Reads one line of Cache-Control in a single pass.
 *
 * <p>What is not in the grammar of RFC 9111 section 5.2 still has to be taken somehow, and is taken so that nothing
 * that restricts gets lost: junk makes the directive it stands at malformed, a semicolon ends a directive as a comma
 * does (and is junk), and behind a quote that is never closed everything is read, as malformed.
 */
final class CacheControlParser {
    private final String line;
    private final CacheControl.Builder into;
    private int at;
    private boolean broken;

    CacheControlParser(String line, CacheControl.Builder into) {
        this.line = line;
        this.into = into;
    }

    void parse() {
        while (at < line.length()) {
            if (isBetween(line.charAt(at))) {
                at++;
            } else {
                directive();
            }
        }
    }

    private void directive() {
        String name = token();
        String argument = null;
        boolean malformed = false;
        if (skipSpace() && peek() == '=') {
            malformed = true;
        }
        if (peek() == '=') {
            at++;
            if (peek() == '"' && !broken) {
                argument = quoted();
            } else {
                argument = token();
                malformed |= argument.isEmpty();
            }
        }
        malformed |= skipJunk();
        if (!name.isEmpty()) {
            into.add(name, argument, malformed || broken);
        }
    }

    private String token() {
        int start = at;
        while (at < line.length() && FieldName.isTokenChar(line.charAt(at))) {
            at++;
        }
        return line.substring(start, at);
    }

    /** From the opening quote; null, just behind it, when there is no closing one. */
    private @Nullable String quoted() {
        int start = ++at;
        var text = new StringBuilder();
        for (int i = start; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                at = i + 1;
                return text.toString();
            }
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i);
            }
            text.append(c);
        }
        broken = true;
        return null;
    }

    private boolean skipSpace() {
        int start = at;
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        return at > start;
    }

    /** To the separator or the end; whether there was anything but space, or the separator is not a comma. */
    private boolean skipJunk() {
        skipSpace();
        boolean junk = false;
        while (at < line.length() && line.charAt(at) != ',' && line.charAt(at) != ';') {
            junk = true;
            if (line.charAt(at) == '"' && !broken) {
                quoted();
            } else {
                at++;
            }
        }
        return junk || peek() == ';';
    }

    private char peek() {
        return at < line.length() ? line.charAt(at) : '\0';
    }

    private static boolean isBetween(char c) {
        return c == ',' || c == ';' || c == ' ' || c == '\t';
    }
}
