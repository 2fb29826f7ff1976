/**
 * Reads the documents that a user applies, from text, without Kubernetes: {@link dev.weir.api.document.DocumentReader}
 * takes files and gives documents and problems.
 *
 * <p>Pure functions, safe on any thread. Nothing here touches a file, a socket or the Kubernetes client.
 */
@NullMarked
package dev.weir.api.document;

import org.jspecify.annotations.NullMarked;
