/**
 * Weir on a real Kubernetes with nodes, as its users meet it: installed, applied, read, broken, changed and taken away.
 *
 * <p>The tests ask nothing of a cluster but what {@link dev.weir.e2e.cluster.Cluster} tells. They run the images that
 * {@code ./weir images} wrote and that {@code WEIR_TEST_IMAGES} names the folder of. Kafka and origins run on this
 * machine, where pods reach them, and clients on this machine reach pods through the API server: so nothing depends on
 * whose addresses are routed where.
 */
@NullMarked
package dev.weir.e2e.cluster;

import org.jspecify.annotations.NullMarked;
