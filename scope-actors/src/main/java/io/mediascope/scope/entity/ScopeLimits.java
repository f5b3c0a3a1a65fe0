package io.mediascope.scope.entity;

import io.mediascope.scope.model.ScopeSerializable;

/**
 * What an application allows in one scope. Exact under any race.
 *
 * @param maxParticipants 1 or more
 * @param maxTracksPerParticipant 0 or more
 * @param maxLayersPerTrack 1 or 2
 * @param applicationSeats participants in all scopes of the application together; 0 = unlimited
 */
public record ScopeLimits(int maxParticipants, int maxTracksPerParticipant, int maxLayersPerTrack, int applicationSeats)
        implements ScopeSerializable {
    public static final ScopeLimits DEFAULT = new ScopeLimits(1000, 8, 2, 0);
}
