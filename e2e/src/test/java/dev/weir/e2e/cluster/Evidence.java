package dev.weir.e2e.cluster;

import dev.weir.e2e.cluster.ClusterChoice.Found;
import dev.weir.e2e.host.ProjectFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;

/**
 * Keeps what the cluster tells when a test fails, before anything is cleaned up: events, objects with their conditions,
 * and the logs of pods, in {@code target/cluster-evidence}. Secrets are not among them.
 */
final class Evidence implements AfterTestExecutionCallback, LifecycleMethodExecutionExceptionHandler {
    private static final String KINDS =
            "kafkacachebindings,httpcaches,deployments,statefulsets,pods,services,endpoints,"
                    + "configmaps,persistentvolumeclaims,networkpolicies";

    @Override
    public void afterTestExecution(ExtensionContext context) {
        if (context.getExecutionException().isPresent()) {
            collect(context);
        }
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        collect(context);
        throw failure;
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        collect(context);
        throw failure;
    }

    private static void collect(ExtensionContext context) {
        if (!(ClusterChoice.made() instanceof Found found)) {
            return;
        }
        String test = context.getRequiredTestClass().getSimpleName()
                + context.getTestMethod().map(method -> "." + method.getName()).orElse("");
        Path folder = ProjectFolder.target().resolve("cluster-evidence").resolve(test);
        try (var kubectl = new Kubectl(found.cluster())) {
            for (String namespace : namespaces(kubectl)) {
                collect(kubectl, namespace, Files.createDirectories(folder.resolve(namespace)));
            }
            write(
                    kubectl,
                    folder.resolve("cluster.txt"),
                    "get",
                    "nodes,persistentvolumes,storageclasses",
                    "-o",
                    "wide");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        System.out.println("What the cluster told when " + test + " failed is in " + folder);
    }

    private static List<String> namespaces(Kubectl kubectl) {
        var namespaces = new ArrayList<>(List.of(Installation.NAMESPACE));
        for (String name :
                kubectl.run("get", "namespaces", "-o", "name").lines().toList()) {
            String namespace = name.replaceFirst(".*/", "");
            if (namespace.startsWith(Applied.PREFIX)) {
                namespaces.add(namespace);
            }
        }
        return namespaces;
    }

    private static void collect(Kubectl kubectl, String namespace, Path folder) throws IOException {
        write(kubectl, folder.resolve("events.txt"), "get", "events", "-n", namespace, "--sort-by=.lastTimestamp");
        write(kubectl, folder.resolve("objects.txt"), "get", KINDS, "-n", namespace, "-o", "wide");
        write(kubectl, folder.resolve("objects.yaml"), "get", KINDS, "-n", namespace, "-o", "yaml");
        write(kubectl, folder.resolve("described.txt"), "describe", KINDS, "-n", namespace);
        for (String pod : kubectl.run("get", "pods", "-n", namespace, "-o", "name")
                .lines()
                .toList()) {
            String log = pod.replaceFirst(".*/", "");
            write(kubectl, folder.resolve(log + ".log"), "logs", "-n", namespace, pod);
            write(kubectl, folder.resolve(log + ".previous.log"), "logs", "--previous", "-n", namespace, pod);
        }
    }

    /** What a command prints, be it that it failed. */
    private static void write(Kubectl kubectl, Path file, String... arguments) throws IOException {
        Files.writeString(file, kubectl.attempt("", List.of(arguments)).output());
    }
}
