package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldName;
import org.jspecify.annotations.Nullable;

/**
 * The member that a cache adds to the Cache-Status of what it sends, behind those of the caches before it (RFC 9211).
 *
 * @param forward why the request went on to the origin; null for a hit
 * @param forwardStatus what the origin said, if that is not what the client gets; 0 otherwise
 * @param ttlSeconds remaining freshness; null when nothing stored or stored now is behind the answer
 * @param collapsed whether another request's answer could be used after having been waited for; null if none was
 * @param key the key that was looked up; null to keep it to oneself
 * @param detail a token or text of our own; null without
 */
public record CacheStatus(
        @Nullable Forward forward,
        int forwardStatus,
        boolean stored,
        @Nullable Long ttlSeconds,
        @Nullable Boolean collapsed,
        @Nullable String key,
        @Nullable String detail) {
    public static final String NAME = "Cache-Status";

    /** All but the number of a hit's value, for those who keep it encoded. */
    public static final String HIT_PREFIX = "weir; hit; ttl=";

    /** A hit, stale ones included: their ttl is negative (RFC 9211 section 2.1). */
    public static CacheStatus hit(long ttlSeconds) {
        return new CacheStatus(null, 0, false, ttlSeconds, null, null, null);
    }

    public static CacheStatus forwarded(Forward reason) {
        return new CacheStatus(reason, 0, false, null, null, null, null);
    }

    public CacheStatus withForwardStatus(int status) {
        return new CacheStatus(forward, status, stored, ttlSeconds, collapsed, key, detail);
    }

    /** The response was stored, and this is how long it stays fresh. */
    public CacheStatus stored(long ttl) {
        return new CacheStatus(forward, forwardStatus, true, ttl, collapsed, key, detail);
    }

    public CacheStatus withCollapsed(boolean reused) {
        return new CacheStatus(forward, forwardStatus, stored, ttlSeconds, reused, key, detail);
    }

    public CacheStatus withDetail(String text) {
        return new CacheStatus(forward, forwardStatus, stored, ttlSeconds, collapsed, key, text);
    }

    public CacheStatus withKey(String text) {
        return new CacheStatus(forward, forwardStatus, stored, ttlSeconds, collapsed, text, detail);
    }

    /** The field's value. */
    public String value() {
        var value = new StringBuilder("weir");
        if (forward == null) {
            value.append("; hit");
        } else {
            value.append("; fwd=").append(forward.token());
        }
        if (forwardStatus > 0) {
            value.append("; fwd-status=").append(forwardStatus);
        }
        if (stored) {
            value.append("; stored");
        }
        if (collapsed != null) {
            value.append(collapsed ? "; collapsed" : "; collapsed=?0");
        }
        if (ttlSeconds != null) {
            value.append("; ttl=").append((long) ttlSeconds);
        }
        if (key != null) {
            appendString(key, value.append("; key="));
        }
        if (detail != null) {
            value.append("; detail=");
            if (FieldName.isToken(detail) && Character.isLetter(detail.charAt(0))) {
                value.append(detail);
            } else {
                appendString(detail, value);
            }
        }
        return value.toString();
    }

    /** RFC 8941 section 3.3.3: printable ASCII and nothing else. */
    private static void appendString(String text, StringBuilder value) {
        value.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                value.append('\\');
            }
            value.append(c >= ' ' && c <= '~' ? c : '?');
        }
        value.append('"');
    }
}
