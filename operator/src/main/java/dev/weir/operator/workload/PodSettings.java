package dev.weir.operator.workload;

/**
 * What all pods have in common.
 *
 * @param image the image of the data-plane
 * @param managementPort where pods tell of themselves
 * @param operatorNamespace where the operator runs, which asks them
 */
public record PodSettings(String image, int managementPort, String operatorNamespace) {}
