package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.Forward;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.Reuse;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Fetch} is sent for.
 *
 * @param request the client's, as it is to be sent but for preconditions
 * @param fields of the request with them
 * @param revalidation what is to be validated; its entry is retained for as long as the errand takes
 * @param missing whether it asks for the missing part of something stored, when the whole is wanted
 * @param landed told as soon as others can see what came of it
 */
record Errand(
        RequestHead request,
        FieldList fields,
        Upload content,
        @Nullable String upgrade,
        Forward reason,
        Reuse.@Nullable Revalidate<Entry> revalidation,
        @Nullable Entry validated,
        boolean missing,
        FieldList unconditional,
        Runnable landed) {}
