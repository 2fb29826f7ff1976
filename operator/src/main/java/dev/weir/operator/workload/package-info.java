/**
 * What a resource becomes in the cluster: {@link dev.weir.operator.workload.Manifests} turns a
 * {@link dev.weir.operator.workload.Workload} into the objects that run it.
 *
 * <p>Pure functions, safe on any thread: the same workload, platform and settings give the same objects, and nothing
 * here asks a cluster. Objects are written in the form in which the API server gives them back, so that they can be
 * compared: quantities canonical, every port with its protocol, no empty lists.
 */
@NullMarked
package dev.weir.operator.workload;

import org.jspecify.annotations.NullMarked;
