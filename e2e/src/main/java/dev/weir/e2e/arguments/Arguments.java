package dev.weir.e2e.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a user typed: options with their values, options that stand alone, and the words between them. */
public final class Arguments {
    private final Map<String, String> values = new HashMap<>();
    private final Set<String> flags = new HashSet<>();
    private final List<String> words = new ArrayList<>();

    private Arguments() {}

    /**
     * Reads {@code --option value}, {@code --option=value} and {@code --flag}.
     *
     * @param options the names of the options that take a value, with their dashes
     * @param flags the names of those that do not
     */
    public static Arguments parse(List<String> typed, Set<String> options, Set<String> flags) {
        var arguments = new Arguments();
        for (var rest = typed.iterator(); rest.hasNext(); ) {
            String word = rest.next();
            int equals = word.indexOf('=');
            String name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
            if (flags.contains(word)) {
                arguments.flags.add(word);
            } else if (options.contains(name)) {
                if (equals < 0 && !rest.hasNext()) {
                    throw new BadArguments(name + " needs a value");
                }
                arguments.values.put(name, equals > 0 ? word.substring(equals + 1) : rest.next());
            } else if (word.startsWith("-")) {
                throw new BadArguments("unknown option " + word);
            } else {
                arguments.words.add(word);
            }
        }
        return arguments;
    }

    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** The only word, for a command that takes exactly one. */
    public String word(String name) {
        if (words.size() != 1) {
            throw new BadArguments(words.isEmpty() ? name + " is missing" : "one " + name + " only, not " + words);
        }
        return words.getFirst();
    }

    /** For a command that takes none. */
    public void noWords() {
        if (!words.isEmpty()) {
            throw new BadArguments("unknown argument " + words.getFirst());
        }
    }

    public Optional<String> value(String option) {
        return Optional.ofNullable(values.get(option));
    }

    public Optional<Path> path(String option) {
        return value(option).map(Path::of).map(Path::toAbsolutePath);
    }

    public int number(String option, int fallback, int least, int most) {
        String value = values.get(option);
        if (value == null) {
            return fallback;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, like a number out of bounds
        }
        throw new BadArguments(option + " must be a number from " + least + " to " + most + ", not '" + value + "'");
    }
}
