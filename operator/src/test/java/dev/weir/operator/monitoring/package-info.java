/** Alerts and dashboards of {@code deploy/monitoring}, held to the metrics that there are. */
@NullMarked
package dev.weir.operator.monitoring;

import org.jspecify.annotations.NullMarked;
