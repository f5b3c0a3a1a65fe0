package io.mediascope.cluster.placement;

import io.mediascope.scope.model.Coordinates;
import org.jspecify.annotations.Nullable;

/**
 * Where the people of a scope are.
 *
 * @param region empty when unknown
 * @param at null when unknown
 */
public record Origin(String region, @Nullable Coordinates at) {
    /** Zero within the region, infinite where nobody knows the way. */
    double distanceKm(Candidate candidate) {
        if (!region.isEmpty() && region.equals(candidate.node().region())) {
            return 0;
        }
        return at == null || candidate.at() == null ? Double.POSITIVE_INFINITY : at.distanceKm(candidate.at());
    }
}
