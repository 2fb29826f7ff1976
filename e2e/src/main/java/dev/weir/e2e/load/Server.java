package dev.weir.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What is measured: a process that listens, with those that it started. */
record Server(String name, String address, long pid) {
    /** User and system time that its processes have spent so far; on Linux in steps of 10 ms. */
    Duration cpu() {
        ProcessHandle first = ProcessHandle.of(pid).orElseThrow(this::unknown);
        return first.descendants()
                .flatMap(process -> process.info().totalCpuDuration().stream())
                .reduce(first.info().totalCpuDuration().orElseThrow(this::unknown), Duration::plus);
    }

    /** The memory that its first process has at the moment; on Linux. */
    long residentBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .map(line -> line.replaceAll("[^0-9]", ""))
                    .mapToLong(kibibytes -> Long.parseLong(kibibytes) * 1024)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException("needs Linux", e);
        }
    }

    private IllegalStateException unknown() {
        return new IllegalStateException("cannot tell the CPU time of " + name + ", process " + pid);
    }

    InetSocketAddress socketAddress() {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }
}
