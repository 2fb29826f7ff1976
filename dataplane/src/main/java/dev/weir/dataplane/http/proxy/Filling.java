package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.StoredResponse;
import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.List;

/** A response that is being stored while its content is still coming; it may answer requests already. */
record Filling(Metadata metadata, FieldList fields, List<String> tags, Fill fill) implements StoredResponse {}
