package dev.weir.dataplane;

import dev.weir.dataplane.Settings.ManagementAddress;
import dev.weir.dataplane.kafka.placement.PeerAddresses;
import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.logging.LogFormat;
import dev.weir.dataplane.logging.Logging;
import dev.weir.dataplane.net.Transport;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns options and environment variables into settings, or into everything that is wrong with them. */
final class CommandLine {
    private static final int PORT_MAX = 65535;
    private static final int THREADS_MAX = 1024;
    private static final int DRAIN_SECONDS_MAX = 3600;
    private static final int ORDINAL_MAX = 9999;
    private static final Pattern ENDS_WITH_ORDINAL = Pattern.compile("-(\\d{1,4})$");

    private final Map<Setting, String> values = new EnumMap<>(Setting.class);
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    /** What came of it. */
    sealed interface Outcome {}

    record Understood(Settings settings) implements Outcome {}

    /** One line for each thing that is wrong. */
    record Misunderstood(List<String> problems) implements Outcome {
        public Misunderstood {
            problems = List.copyOf(problems);
        }
    }

    private CommandLine(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Reads the options that follow {@code serve}. */
    static Outcome parse(List<String> options, Map<String, String> environment) {
        var line = new CommandLine(environment);
        line.readEnvironment();
        line.readOptions(options);
        Settings settings = line.settings();
        return settings == null ? new Misunderstood(line.problems) : new Understood(settings);
    }

    private void readEnvironment() {
        for (Setting setting : Setting.values()) {
            String value = environment.get(setting.variable());
            if (value != null && !value.isEmpty()) {
                values.put(setting, value);
            }
        }
    }

    private void readOptions(List<String> options) {
        var left = new ArrayList<>(options);
        while (!left.isEmpty()) {
            String option = left.removeFirst();
            int equals = option.startsWith("--") ? option.indexOf('=') : -1;
            String name = equals < 0 ? option : option.substring(0, equals);
            Optional<Setting> setting = Setting.of(name);
            if (setting.isEmpty()) {
                problems.add(option + ": there is no such option");
            } else if (equals >= 0) {
                values.put(setting.get(), option.substring(equals + 1));
            } else if (left.isEmpty() || Setting.of(left.getFirst()).isPresent()) {
                problems.add(name + ": needs a value, " + setting.get().value());
            } else {
                values.put(setting.get(), left.removeFirst());
            }
        }
    }

    private @Nullable Settings settings() {
        Path documents = path(Setting.DOCUMENTS);
        Path data = values.containsKey(Setting.DATA) ? path(Setting.DATA) : defaultData();
        Path secrets = path(Setting.SECRETS);
        ManagementAddress management = management(values.getOrDefault(Setting.MANAGEMENT, "9100"));
        String bind = values.get(Setting.BIND);
        InetAddress host = bind == null ? null : address(Setting.BIND, bind);
        Peers peers = peers();
        Transport transport =
                Transport.parse(values.getOrDefault(Setting.TRANSPORT, "auto")).orElse(null);
        LogFormat format =
                LogFormat.parse(values.getOrDefault(Setting.LOG, "plain")).orElse(null);
        String level = values.getOrDefault(Setting.LOG_LEVEL, "info");
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = number(Setting.THREADS, cores, 1, THREADS_MAX);
        int drainSeconds = number(Setting.DRAIN, 20, 0, DRAIN_SECONDS_MAX);
        if (!values.containsKey(Setting.DOCUMENTS)) {
            problems.add(Setting.DOCUMENTS.option() + ": say which documents to run, " + Setting.DOCUMENTS.value());
        }
        if (transport == null) {
            wrong(Setting.TRANSPORT, "choose auto, epoll, nio or io_uring");
        }
        if (format == null) {
            wrong(Setting.LOG, "choose plain or json");
        }
        if (!Logging.LEVELS.contains(level)) {
            wrong(Setting.LOG_LEVEL, "choose one of " + String.join(", ", Logging.LEVELS));
        }
        if (!problems.isEmpty()
                || documents == null
                || data == null
                || management == null
                || transport == null
                || format == null) {
            return null;
        }
        return new Settings(
                documents,
                data,
                secrets,
                management,
                host,
                peers,
                transport,
                threads,
                Duration.ofSeconds(drainSeconds),
                format,
                level);
    }

    private @Nullable Path path(Setting setting) {
        String value = values.get(setting);
        if (value == null) {
            return null;
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            wrong(setting, "this is not a path");
            return null;
        }
    }

    private @Nullable Path defaultData() {
        String state = environment.get("XDG_STATE_HOME");
        if (state != null && !state.isEmpty()) {
            return Path.of(state, "weir");
        }
        String home = environment.get("HOME");
        if (home != null && !home.isEmpty()) {
            return Path.of(home, ".local", "state", "weir");
        }
        problems.add(Setting.DATA.option() + ": there is no home folder to keep data in, name a folder");
        return null;
    }

    private @Nullable ManagementAddress management(String value) {
        int colon = value.lastIndexOf(':');
        Integer port = integer(value.substring(colon + 1), 0, PORT_MAX);
        if (port == null) {
            wrong(Setting.MANAGEMENT, "the port is a number from 0 to " + PORT_MAX);
            return null;
        }
        return new ManagementAddress(colon < 0 ? null : address(Setting.MANAGEMENT, value.substring(0, colon)), port);
    }

    private @Nullable Peers peers() {
        String addresses = values.get(Setting.PEERS);
        if (addresses == null) {
            return null;
        }
        try {
            var peers = PeerAddresses.parse(addresses);
            int ordinal = number(Setting.ORDINAL, ordinalOfHost(), 0, ORDINAL_MAX);
            if (ordinal < 0) {
                problems.add(Setting.ORDINAL.option() + ": say which of the peers this process is, "
                        + Setting.ORDINAL.value());
            } else if (!peers.isTemplate() && ordinal >= peers.addresses().size()) {
                problems.add(Setting.ORDINAL.option() + " " + ordinal + ": there are only "
                        + peers.addresses().size() + " peers, counted from 0");
            }
            return new Peers(ordinal, peers);
        } catch (IllegalArgumentException e) {
            wrong(Setting.PEERS, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** As the pods of a StatefulSet are named; -1 when this process is not called so. */
    private int ordinalOfHost() {
        Matcher matcher = ENDS_WITH_ORDINAL.matcher(environment.getOrDefault("HOSTNAME", ""));
        Integer ordinal = matcher.find() ? integer(matcher.group(1), 0, ORDINAL_MAX) : null;
        return ordinal == null ? -1 : ordinal;
    }

    private @Nullable InetAddress address(Setting setting, String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            wrong(setting, "there is no host " + host);
            return null;
        }
    }

    private int number(Setting setting, int fallback, int min, int max) {
        String value = values.get(setting);
        if (value == null) {
            return fallback;
        }
        Integer number = integer(value, min, max);
        if (number == null) {
            wrong(setting, "it is a number from " + min + " to " + max);
            return fallback;
        }
        return number;
    }

    private static @Nullable Integer integer(String text, int min, int max) {
        try {
            int number = Integer.parseInt(text);
            return number < min || number > max ? null : number;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private void wrong(Setting setting, String advice) {
        problems.add(setting.option() + " " + values.get(setting) + ": " + advice);
    }
}
