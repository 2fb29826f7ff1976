package dev.weir.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The core of the server, and another one, of whoever asks it; the same where there is only one. */
record Cores(int server, int client) {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    /** The first of those that this process may use. */
    static Cores allowed() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(ALLOWED))
                    .map(line -> of(line.substring(ALLOWED.length()).strip()))
                    .findFirst()
                    .orElseThrow(() -> new MissingProgram("needs Linux: " + STATUS + " does not tell the cores"));
        } catch (IOException e) {
            throw new UncheckedIOException("needs Linux", e);
        }
    }

    /** From a list such as {@code 0-3,8}. */
    static Cores of(String list) {
        List<Integer> firsts = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last && firsts.size() < 2; core++) {
                firsts.add(core);
            }
        }
        return new Cores(firsts.getFirst(), firsts.getLast());
    }
}
