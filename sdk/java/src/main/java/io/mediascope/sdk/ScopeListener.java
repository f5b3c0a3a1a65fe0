package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import java.util.List;

/**
 * What happens in a scope. Every method is called on the service thread, in order, and must return soon; what it throws
 * is reported to {@link #error} and stops nothing.
 */
public interface ScopeListener {
    /** Joined. Who is there already follows as {@link #userJoined} and {@link #trackPublished}. Called once. */
    default void connected(ScopeConnection connection) {}

    /** Without tracks: each follows as {@link #trackPublished}. */
    default void userJoined(RemoteUser user) {}

    /** Follows {@link #trackUnpublished} for each of the user's tracks: when this comes, nothing of the user is left. */
    default void userLeft(String userId, LeaveReason reason) {}

    /** The user's connection broke and is back; its tracks go on after {@link #trackReplaced}. */
    default void userReconnected(String userId) {}

    default void trackPublished(RemoteTrack track) {}

    /** The same track in a new encoding (its publisher came back). An attached sink stays attached. */
    default void trackReplaced(RemoteTrack track) {}

    /** Also for each track of a user who leaves, before {@link #userLeft}. Its sink has ended. */
    default void trackUnpublished(RemoteTrack track) {}

    /** The track's owner has muted it, or no longer: {@link RemoteTrack#muted}. */
    default void trackMuted(RemoteTrack track) {}

    /** Who speaks now, loudest first, of those whose clients tell audio levels (browsers do); empty when nobody does. */
    default void speakersChanged(List<Speaker> speakers) {}

    /**
     * Media of one type travels differently.
     *
     * @param userId the own user id, or another's
     * @param detail {@code udp}, {@code tls}, may be empty
     */
    default void transportChanged(String userId, MediaType mediaType, Transport transport, String detail) {}

    default void topologyChanged(Topology topology, String reason) {}

    default void messageReceived(ReceivedMessage message) {}

    /** At the descriptor's statistics interval. */
    default void quality(ScopeStatistics statistics) {}

    /** The link to the node broke. When it will not reconnect, {@link #disconnected} follows. */
    default void connectionLost(boolean willReconnect) {}

    /** @param resumed true: the same session; false: joined afresh, as a new participant */
    default void reconnected(boolean resumed) {}

    /** The end: by {@link ScopeConnection#disconnect}, a refusal or a spent retry limit. Called once, the last call. */
    default void disconnected() {}

    default void error(ErrorCode code, String text) {}
}
