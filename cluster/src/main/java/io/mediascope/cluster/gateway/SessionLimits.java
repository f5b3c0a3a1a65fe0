package io.mediascope.cluster.gateway;

import io.mediascope.cluster.credentials.ApplicationLimits;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.scope.entity.ScopeLimits;

/** An application's limits in the words of its scopes; 0 = the normal one. */
final class SessionLimits {
    private SessionLimits() {}

    static ScopeLimits of(ApplicationStore applications, String applicationId) {
        ApplicationLimits limits = applications
                .find(applicationId)
                .map(application -> application.limits())
                .orElse(ApplicationLimits.DEFAULT);
        ScopeLimits normal = ScopeLimits.DEFAULT;
        return new ScopeLimits(
                limits.maxParticipantsPerScope() == 0 ? normal.maxParticipants() : limits.maxParticipantsPerScope(),
                limits.maxTracksPerParticipant() == 0
                        ? normal.maxTracksPerParticipant()
                        : limits.maxTracksPerParticipant(),
                normal.maxLayersPerTrack(),
                limits.maxParticipants());
    }
}
