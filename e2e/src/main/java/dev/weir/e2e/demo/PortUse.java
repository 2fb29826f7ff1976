package dev.weir.e2e.demo;

import dev.weir.e2e.host.FreePort;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/** A port, what the demo wants it for, and the option that changes it. */
record PortUse(int port, String purpose, String option) {

    /** One line for each port that cannot be had: taken by another program, or wanted twice. */
    static List<String> conflicts(List<PortUse> uses) {
        var conflicts = new ArrayList<String>();
        var wanted = new HashMap<Integer, PortUse>();
        for (PortUse use : uses) {
            PortUse other = wanted.putIfAbsent(use.port(), use);
            if (other != null) {
                conflicts.add("port " + use.port() + " is wanted for " + other.purpose() + " and for " + use.purpose()
                        + ": change one with " + other.option() + " or " + use.option());
            } else if (!FreePort.isFree(use.port())) {
                conflicts.add("port " + use.port() + ", wanted for " + use.purpose()
                        + ", is in use: stop what listens there, or choose another with " + use.option() + " PORT");
            }
        }
        return conflicts;
    }
}
