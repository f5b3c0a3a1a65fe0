package io.mediascope.cluster.credentials;

/**
 * What one application may use; 0 = the node's default.
 *
 * @param maxParticipants participants in all of its scopes together
 * @param maxParticipantsPerScope participants in one scope
 * @param maxTracksPerParticipant published tracks of one participant
 */
public record ApplicationLimits(int maxParticipants, int maxParticipantsPerScope, int maxTracksPerParticipant) {
    public static final ApplicationLimits DEFAULT = new ApplicationLimits(0, 0, 0);

    public ApplicationLimits {
        if (maxParticipants < 0 || maxParticipantsPerScope < 0 || maxTracksPerParticipant < 0) {
            throw new IllegalArgumentException("limits must be 0 (the default) or more");
        }
    }
}
