package io.mediascope.media.routing;

/** Names a track within a scope; an empty {@code trackId} means every track of the user. */
public record TrackKey(String userId, String trackId) {
    /** True when this key names the given track, or all tracks of its user. */
    public boolean covers(String user, String track) {
        return userId.equals(user) && (trackId.isEmpty() || trackId.equals(track));
    }
}
