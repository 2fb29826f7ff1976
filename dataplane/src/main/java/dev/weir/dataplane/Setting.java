package dev.weir.dataplane;

import java.util.Optional;
import java.util.stream.Stream;

/** What a user can set, as an option or as an environment variable; the option wins. */
enum Setting {
    DOCUMENTS(
            "--documents",
            "FILE|DIR",
            "WEIR_DOCUMENTS",
            "required",
            "The documents to run: a file, or a folder of *.yaml, *.yml and *.json files. Also -f."),
    DATA(
            "--data",
            "DIR",
            "WEIR_DATA_DIR",
            "~/.local/state/weir",
            "The folder that the caches are kept in. Only one process uses it at a time."
                    + " The default follows XDG_STATE_HOME."),
    SECRETS(
            "--secrets",
            "DIR",
            "WEIR_SECRETS_DIR",
            "none",
            "The folder of the secrets that documents name: DIR/<secret>/<key>."),
    MANAGEMENT(
            "--management",
            "[HOST:]PORT",
            "WEIR_MANAGEMENT",
            "9100",
            "Where health, metrics and status are told. Without a host on every address; port 0 takes a free one."),
    BIND("--bind", "HOST", "WEIR_BIND", "every address", "The address that the listeners of documents are bound to."),
    PEERS(
            "--peers",
            "HOST[:PORT],...",
            "WEIR_PEERS",
            "none",
            "Where the processes that hold a Kafka cache together find each other, in the order of their ordinals; or"
                    + " one address with {ordinal} in it that stands for all of them. Without a port it is the"
                    + " listener's."),
    ORDINAL(
            "--ordinal",
            "N",
            "WEIR_ORDINAL",
            "the number that HOSTNAME ends with",
            "Which of the peers this process is, counted from 0."),
    TRANSPORT(
            "--transport",
            "NAME",
            "WEIR_TRANSPORT",
            "auto",
            "How sockets are waited for: auto, epoll, nio or io_uring. Falls back to what the machine has."),
    THREADS("--threads", "N", "WEIR_THREADS", "one per core", "How many event loops serve connections."),
    DRAIN(
            "--drain",
            "SECONDS",
            "WEIR_DRAIN_SECONDS",
            "20",
            "How long open connections may go on when the process is told to stop, or when their listener goes."),
    LOG("--log", "FORMAT", "WEIR_LOG_FORMAT", "plain", "How log lines look: plain or json."),
    LOG_LEVEL(
            "--log-level",
            "LEVEL",
            "WEIR_LOG_LEVEL",
            "info",
            "The lowest level that is logged: trace, debug, info, warn or error.");

    private final String option;
    private final String value;
    private final String variable;
    private final String fallback;
    private final String description;

    Setting(String option, String value, String variable, String fallback, String description) {
        this.option = option;
        this.value = value;
        this.variable = variable;
        this.fallback = fallback;
        this.description = description;
    }

    /** The setting that an option on the command line names. */
    static Optional<Setting> of(String option) {
        String name = option.equals("-f") ? DOCUMENTS.option : option;
        return Stream.of(values())
                .filter(setting -> setting.option.equals(name))
                .findFirst();
    }

    String option() {
        return option;
    }

    /** What stands for its value in the usage. */
    String value() {
        return value;
    }

    String variable() {
        return variable;
    }

    /** What holds without it, in words. */
    String fallback() {
        return fallback;
    }

    String description() {
        return description;
    }
}
