/**
 * What becomes of volumes when the size that a resource asks for changes.
 *
 * <p>The plan is a pure function of what is asked for and what is there. Kubernetes lets nobody change the claims that
 * a StatefulSet makes: so claims grow one by one, and then the StatefulSet is deleted without its pods and made anew.
 */
@NullMarked
package dev.weir.operator.storage;

import org.jspecify.annotations.NullMarked;
