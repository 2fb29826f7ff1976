package dev.weir.operator;

import dev.weir.operator.logging.LogFormat;
import dev.weir.operator.logging.Logging;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns environment variables into settings, or into everything that is wrong with them. */
final class Environment {
    private static final int PORT_MAX = 65535;
    private static final String DNS_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final Map<String, String> variables;
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

    private Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    static Outcome read(Map<String, String> variables) {
        var environment = new Environment(variables);
        Settings settings = environment.settings();
        return environment.problems.isEmpty() ? new Understood(settings) : new Misunderstood(environment.problems);
    }

    private Settings settings() {
        return new Settings(
                required(Setting.DATAPLANE_IMAGE),
                namespaces(),
                required(Setting.OPERATOR_NAMESPACE),
                value(Setting.IDENTITY, variables.getOrDefault("HOSTNAME", "weir-operator")),
                truth(Setting.LEADER_ELECTION),
                Duration.ofSeconds(number(Setting.LEASE_SECONDS, 3, 600)),
                Duration.ofSeconds(number(Setting.POLL_SECONDS, 1, 3600)),
                number(Setting.POD_MANAGEMENT_PORT, 1, PORT_MAX),
                number(Setting.PORT, 0, PORT_MAX),
                number(Setting.THREADS, 1, 100),
                format(),
                level());
    }

    private Set<String> namespaces() {
        var namespaces = new LinkedHashSet<String>();
        for (String part : value(Setting.NAMESPACES, "").split(",", -1)) {
            String namespace = part.strip();
            if (namespace.matches(DNS_LABEL)) {
                namespaces.add(namespace);
            } else if (!namespace.isEmpty()) {
                wrong(Setting.NAMESPACES, namespace, "that is no name of a namespace");
            }
        }
        return namespaces;
    }

    private LogFormat format() {
        String value = value(Setting.LOG_FORMAT);
        return LogFormat.parse(value).orElseGet(() -> {
            wrong(Setting.LOG_FORMAT, value, "choose plain or json");
            return LogFormat.PLAIN;
        });
    }

    private String level() {
        String value = value(Setting.LOG_LEVEL);
        if (!Logging.LEVELS.contains(value)) {
            wrong(Setting.LOG_LEVEL, value, "choose one of " + String.join(", ", Logging.LEVELS));
        }
        return value;
    }

    private boolean truth(Setting setting) {
        String value = value(setting);
        if (!value.equals("true") && !value.equals("false")) {
            wrong(setting, value, "choose true or false");
        }
        return value.equals("true");
    }

    private int number(Setting setting, int min, int max) {
        String value = value(setting);
        try {
            int number = Integer.parseInt(value);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // it is told below, like a number that is out of bounds
        }
        wrong(setting, value, "it is a number from " + min + " to " + max);
        return min;
    }

    private String required(Setting setting) {
        String value = value(setting, "");
        if (value.isEmpty()) {
            problems.add(setting.variable() + " is not set: " + setting.description());
        }
        return value;
    }

    private String value(Setting setting) {
        return value(setting, setting.fallback());
    }

    private String value(Setting setting, String fallback) {
        String value = variables.get(setting.variable());
        return value == null || value.isBlank() ? fallback : value.strip();
    }

    private void wrong(Setting setting, String value, String advice) {
        problems.add(setting.variable() + "=" + value + ": " + advice);
    }
}
