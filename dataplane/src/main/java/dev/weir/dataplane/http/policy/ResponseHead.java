package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.Fields;

/** A response as far as a cache looks at it. */
public record ResponseHead(int status, Fields fields) {}
