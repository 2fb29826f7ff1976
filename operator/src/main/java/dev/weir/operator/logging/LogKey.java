package dev.weir.operator.logging;

/**
 * The keys of the key-values in log lines. They are an interface: each is listed in
 * {@code deploy/reference/operator-settings.md}, and no line uses another.
 */
public final class LogKey {
    public static final String ADDRESS = "address";
    public static final String CONDITION = "condition";
    public static final String FROM = "from";
    public static final String IDENTITY = "identity";
    public static final String KIND = "kind";
    public static final String NAME = "name";
    public static final String NAMESPACE = "namespace";
    public static final String NAMESPACES = "namespaces";
    public static final String POD = "pod";
    public static final String REASON = "reason";
    public static final String STATUS = "status";
    public static final String TO = "to";

    private LogKey() {}
}
