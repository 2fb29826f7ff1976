package dev.weir.e2e.cluster;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.HashSet;
import java.util.Set;

/** The operator at work in the cluster, from its image. */
final class Operator implements AutoCloseable {
    private static final Set<String> LOADED = new HashSet<>();

    private final Cluster cluster;
    private final Installation installation;
    private final KubernetesClient client;
    private final Kubectl kubectl;

    private Operator(Cluster cluster, Installation installation) {
        this.cluster = cluster;
        this.installation = installation;
        this.client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        this.kubectl = new Kubectl(cluster);
    }

    static Operator install(Installation installation) {
        var operator = new Operator(ClusterChoice.cluster(), installation);
        operator.loadImages();
        try {
            installation.install(operator.kubectl, operator.client, operator.cluster);
            operator.awaitRollOut();
            return operator;
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    /** One that Helm installed, to the next version; returns when the new one works. */
    void upgrade() {
        NextVersion.load(cluster);
        Installation.upgrade(cluster, NextVersion.TAG);
        awaitRollOut();
    }

    private void awaitRollOut() {
        kubectl.run("rollout", "status", "deployment/weir-operator", "-n", Installation.NAMESPACE, "--timeout=300s");
    }

    private void loadImages() {
        synchronized (LOADED) {
            Installation.images().stream()
                    .filter(archive -> LOADED.add(archive.toString()))
                    .forEach(cluster::load);
        }
    }

    Cluster cluster() {
        return cluster;
    }

    KubernetesClient client() {
        return client;
    }

    Kubectl kubectl() {
        return kubectl;
    }

    Deployment deployment() {
        return client.apps()
                .deployments()
                .inNamespace(Installation.NAMESPACE)
                .withName("weir-operator")
                .require();
    }

    /** At once, as by {@code kill -9}; its Deployment brings another. */
    void killPods() {
        kubectl.run(
                "delete",
                "pods",
                "-n",
                Installation.NAMESPACE,
                "-l",
                "app.kubernetes.io/name=weir-operator",
                "--grace-period=0",
                "--force");
    }

    @Override
    public void close() {
        installation.uninstall(kubectl, cluster);
        client.close();
        kubectl.close();
    }
}
