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
