package dev.weir.operator.workload;

import java.util.ArrayList;
import java.util.List;

/** The options of a pod's JVM: ours, and after them those of the user, of which the last counts. */
final class JvmOptions {
    /** One of these without the others of ours may contradict them, and then the JVM does not start. */
    private static final List<String> HEAP = List.of(
            "-Xms",
            "-Xmx",
            "-XX:InitialHeapSize=",
            "-XX:MinHeapSize=",
            "-XX:MaxHeapSize=",
            "-XX:InitialRAMPercentage=",
            "-XX:MinRAMPercentage=",
            "-XX:MaxRAMPercentage=",
            "-XX:MaxRAM=");

    private JvmOptions() {}

    /** For the launcher {@code java}, which reads them from {@code JDK_JAVA_OPTIONS}. */
    static String of(JvmMemory memory, List<String> wanted) {
        var options = new ArrayList<String>();
        if (wanted.stream().noneMatch(JvmOptions::sizesHeap)) {
            options.add("-Xms" + memory.heapMebibytes() + "m");
            options.add("-Xmx" + memory.heapMebibytes() + "m");
        }
        options.add("-XX:MaxDirectMemorySize=" + memory.directMebibytes() + "m");
        options.add("-XX:+ExitOnOutOfMemoryError");
        options.addAll(wanted);
        return String.join(" ", options);
    }

    private static boolean sizesHeap(String option) {
        return HEAP.stream().anyMatch(option::startsWith);
    }
}
