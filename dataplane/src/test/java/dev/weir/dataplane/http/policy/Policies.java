package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.key.Codings;
import dev.weir.dataplane.http.policy.key.KeyPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Route policies that differ from the standard in what a test is about. */
final class Policies {
    private boolean enabled = true;
    private KeyPolicy key = KeyPolicy.URI;
    private @Nullable CacheControl override;
    private Duration defaultTtl = Duration.ZERO;
    private Map<Integer, Duration> ttlByStatus = Map.of();
    private boolean heuristic;
    private Duration staleWhileRevalidate = Duration.ZERO;
    private Duration staleIfError = Duration.ZERO;
    private Duration staleIfUnreachable = Duration.ZERO;
    private CachePolicy.ClientDirectives clientDirectives = CachePolicy.ClientDirectives.HONOR;
    private boolean storeSetCookie = true;
    private List<String> targetedFields = CachePolicy.STANDARD.targetedFields();
    private List<String> tagFields = List.of();
    private Codings codings = Codings.AS_SENT;
    private @Nullable Compression compression;

    static Policies with() {
        return new Policies();
    }

    CachePolicy policy() {
        return new CachePolicy(
                enabled,
                key,
                override,
                defaultTtl,
                ttlByStatus,
                heuristic,
                staleWhileRevalidate,
                staleIfError,
                staleIfUnreachable,
                clientDirectives,
                storeSetCookie,
                targetedFields,
                tagFields,
                codings,
                compression);
    }

    Policies enabled(boolean value) {
        enabled = value;
        return this;
    }

    Policies key(KeyPolicy value) {
        key = value;
        return this;
    }

    Policies override(String cacheControl) {
        override = CacheControl.parse(List.of(cacheControl));
        return this;
    }

    Policies defaultTtl(int seconds) {
        defaultTtl = Duration.ofSeconds(seconds);
        return this;
    }

    Policies ttlByStatus(Map<Integer, Duration> value) {
        ttlByStatus = value;
        return this;
    }

    Policies heuristic(boolean value) {
        heuristic = value;
        return this;
    }

    Policies staleWhileRevalidate(int seconds) {
        staleWhileRevalidate = Duration.ofSeconds(seconds);
        return this;
    }

    Policies staleIfError(int seconds) {
        staleIfError = Duration.ofSeconds(seconds);
        return this;
    }

    Policies staleIfUnreachable(int seconds) {
        staleIfUnreachable = Duration.ofSeconds(seconds);
        return this;
    }

    Policies ignoringClients() {
        clientDirectives = CachePolicy.ClientDirectives.IGNORE;
        return this;
    }

    Policies storeSetCookie(boolean value) {
        storeSetCookie = value;
        return this;
    }

    Policies targetedFields(String... names) {
        targetedFields = List.of(names);
        return this;
    }

    Policies tagFields(String... names) {
        tagFields = List.of(names);
        return this;
    }

    Policies codings(String... names) {
        codings = Codings.all(names);
        return this;
    }

    Policies compression(Compression value) {
        compression = value;
        codings = value.asked();
        return this;
    }
}
