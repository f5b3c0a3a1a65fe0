/**
 * Chooses the node for a relay by region and load; nodes tell each other their load.
 *
 * <p>Thread: any; what has state is guarded by {@link io.mediascope.cluster.placement.Placer}.
 */
@NullMarked
package io.mediascope.cluster.placement;

import org.jspecify.annotations.NullMarked;
