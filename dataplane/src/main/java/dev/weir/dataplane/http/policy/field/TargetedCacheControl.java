package dev.weir.dataplane.http.policy.field;

import java.util.List;
import org.greenbytes.http.sfv.Dictionary;
import org.greenbytes.http.sfv.IntegerItem;
import org.greenbytes.http.sfv.ListElement;
import org.greenbytes.http.sfv.ParseException;
import org.greenbytes.http.sfv.Parser;
import org.greenbytes.http.sfv.StringItem;
import org.greenbytes.http.sfv.TokenItem;
import org.jspecify.annotations.Nullable;

/**
 * Cache directives aimed at a class of caches, such as CDN-Cache-Control (RFC 9213): structured fields, parsed
 * strictly.
 */
public final class TargetedCacheControl {
    private TargetedCacheControl() {}

    /** The directives of the first of the named fields that is there, valid and not empty (RFC 9213 section 2.2). */
    public static @Nullable CacheControl of(Fields fields, List<String> targets) {
        for (String target : targets) {
            if (fields.has(target)) {
                CacheControl directives = parse(fields.all(target));
                if (directives != null) {
                    return directives;
                }
            }
        }
        return null;
    }

    private static @Nullable CacheControl parse(List<String> lines) {
        Dictionary dictionary;
        try {
            dictionary = new Parser(lines).parseDictionary();
        } catch (ParseException e) {
            return null;
        }
        if (dictionary.get().isEmpty()) {
            return null;
        }
        var builder = new CacheControl.Builder();
        dictionary.get().forEach((name, value) -> add(name, value, builder));
        return builder.build();
    }

    /** A value of another type than the directive's is not consumed (RFC 9213 section 2.1): it counts as malformed. */
    private static void add(String name, ListElement<?> value, CacheControl.Builder builder) {
        Object plain = value.get();
        if (Boolean.FALSE.equals(plain)) {
            return;
        }
        Directive directive = Directive.of(name);
        boolean seconds = directive != null && directive.takesSeconds();
        switch (value) {
            case IntegerItem number -> builder.add(name, number.get().toString(), false);
            case StringItem text -> builder.add(name, text.get(), seconds);
            case TokenItem token -> builder.add(name, token.get(), seconds);
            default -> builder.add(name, null, !Boolean.TRUE.equals(plain));
        }
    }
}
