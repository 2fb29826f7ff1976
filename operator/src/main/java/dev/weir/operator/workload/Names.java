package dev.weir.operator.workload;

/** What the objects of a workload are called. A resource's name is short enough for all of them. */
public record Names(String resource) {
    static final String VOLUME = "data";

    /** The Service that clients connect to. */
    public String service() {
        return resource;
    }

    /** The headless Service, by which each pod has a name of its own. */
    public String headlessService() {
        return resource + "-pods";
    }

    /** Where each pod is found, with its ordinal left open. */
    String podAddresses(String namespace) {
        return statefulSet() + "-{ordinal}." + headlessService() + "." + namespace + ".svc";
    }

    /** Which of its pods one is, by the pod's name; -1 for one that is not. */
    public int ordinal(String pod) {
        String prefix = statefulSet() + "-";
        String rest = pod.startsWith(prefix) ? pod.substring(prefix.length()) : "";
        return rest.matches("[0-9]{1,9}") ? Integer.parseInt(rest) : -1;
    }

    public String statefulSet() {
        return resource;
    }

    public String configMap() {
        return resource + "-document";
    }

    String disruptionBudget() {
        return resource;
    }

    String networkPolicy() {
        return resource;
    }

    String podMonitor() {
        return resource;
    }
}
