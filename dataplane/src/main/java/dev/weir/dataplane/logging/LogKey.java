package dev.weir.dataplane.logging;

/**
 * The keys of the key-values in log lines. They are an interface: each is listed in
 * {@code deploy/reference/logging.md}, and no line uses another.
 */
public final class LogKey {
    public static final String ADVICE = "advice";
    public static final String API = "api";
    public static final String BROKER = "broker";
    public static final String BYTES = "bytes";
    public static final String CHECKSUM = "checksum";
    public static final String CLOSING = "closing";
    public static final String CONNECTIONS = "connections";
    public static final String DIRECTORY = "directory";
    public static final String DOCUMENT = "document";
    public static final String DOCUMENTS = "documents";
    public static final String DURATION_MILLIS = "durationMillis";
    public static final String FILE = "file";
    public static final String FORMAT = "format";
    public static final String KIND = "kind";
    public static final String LIMIT = "limit";
    public static final String LISTENER = "listener";
    public static final String METHOD = "method";
    public static final String OFFLINE = "offline";
    public static final String OFFSET = "offset";
    public static final String OUTCOME = "outcome";
    public static final String PARTITION = "partition";
    public static final String PARTITIONS = "partitions";
    public static final String PATH = "path";
    public static final String PEER = "peer";
    public static final String PHASE = "phase";
    public static final String PORT = "port";
    public static final String POSITION = "position";
    public static final String PROBLEMS = "problems";
    public static final String PROTOCOL = "protocol";
    public static final String REASON = "reason";
    public static final String REMOTE = "remote";
    public static final String REPLAYED = "replayed";
    public static final String REPLAYED_BYTES = "replayedBytes";
    public static final String RESCANNED = "rescanned";
    public static final String ROUTE = "route";
    public static final String SEGMENT = "segment";
    public static final String SIGNAL = "signal";
    public static final String STATUS = "status";
    public static final String TASK = "task";
    public static final String THREADS = "threads";
    public static final String TOPIC = "topic";
    public static final String TRANSPORT = "transport";
    public static final String UPSTREAM = "upstream";
    public static final String URL = "url";
    public static final String VERSION = "version";

    private LogKey() {}
}
