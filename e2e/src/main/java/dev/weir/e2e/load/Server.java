package dev.weir.e2e.load;

import java.net.InetSocketAddress;
import java.time.Duration;

/** What is measured: a process that listens. */
record Server(String name, String address, long pid) {
    /** User and system time that the process has spent so far; on Linux in steps of 10 ms. */
    Duration cpu() {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(
                        () -> new IllegalStateException("cannot tell the CPU time of " + name + ", process " + pid));
    }

    InetSocketAddress socketAddress() {
        int colon = address.lastIndexOf(':');
        return new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }
}
