package dev.weir.operator.workload;

/**
 * What the cluster can be asked for. An object or a field that it does not know is left out, because the API server
 * would refuse the whole.
 *
 * @param disruptionBudgets PodDisruptionBudgets of {@code policy/v1}
 * @param claimRetention the {@code persistentVolumeClaimRetentionPolicy} of StatefulSets
 * @param podMonitors the PodMonitors of the Prometheus operator
 */
public record Platform(boolean disruptionBudgets, boolean claimRetention, boolean podMonitors) {}
