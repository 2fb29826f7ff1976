package dev.weir.operator.workload;

import java.util.Map;
import java.util.TreeMap;

/** The labels that Kubernetes recommends, and those of them that pods are selected by. */
public record Labels(String component, String instance) {
    public static final String INSTANCE = "app.kubernetes.io/instance";
    private static final String NAME = "app.kubernetes.io/name";
    private static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    private static final String PART_OF = "app.kubernetes.io/part-of";
    private static final String OPERATOR = "weir-operator";

    /** Selects the objects of all workloads of one component. */
    public static String selectorOfAll(String component) {
        return MANAGED_BY + "=" + OPERATOR + "," + NAME + "=" + component;
    }

    /** The pods of one operator, wherever it is installed. */
    static Map<String, String> operatorPods() {
        return Map.of(NAME, OPERATOR);
    }

    /** What never changes, because pods and claims are found by it. */
    public Map<String, String> selector() {
        return new TreeMap<>(Map.of(NAME, component, INSTANCE, instance));
    }

    /** The same as text, for the scale subresource. */
    public String selectorText() {
        return INSTANCE + "=" + instance + "," + NAME + "=" + component;
    }

    public Map<String, String> all() {
        var all = new TreeMap<>(selector());
        all.put(MANAGED_BY, OPERATOR);
        all.put(PART_OF, "weir");
        return all;
    }
}
