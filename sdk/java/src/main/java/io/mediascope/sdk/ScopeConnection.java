package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One participant's connection to a scope. Every method is safe from any thread. Stages complete on the service
 * thread, exceptionally with a {@link ScopeException}.
 */
public interface ScopeConnection {
    String applicationId();

    String scopeId();

    /** The own user id as the node confirmed it; null before the join. */
    @Nullable
    String userId();

    /** Null before the join. */
    @Nullable
    String sessionId();

    /** True between the join (or reconnect) and the next loss of the link. */
    boolean isConnected();

    /** Completes when the scope was joined, or exceptionally when it never will be. */
    CompletionStage<ScopeConnection> connected();

    /** Completes when everything has ended. Never exceptionally. */
    CompletionStage<Void> closed();

    /** The others, as known now. */
    List<RemoteUser> users();

    /** Publishes a track; may be called before the join is complete. The track survives reconnects. */
    CompletionStage<LocalTrack> publish(TrackSpec spec, MediaSource source);

    CompletionStage<Void> unpublish(String trackId);

    /** Tells the others that an own track is muted, or no longer. What the source sends is the application's. */
    CompletionStage<Void> setMuted(String trackId, boolean muted);

    /**
     * Sends a message to all others, or to one.
     *
     * @param toUser null = all others
     * @param payload at most 64 KiB unless the node says otherwise
     */
    CompletionStage<Void> sendMessage(@Nullable String toUser, String topic, byte[] payload);

    CompletionStage<Void> setSubscription(Subscription subscription);

    /** Which layer of another's track to receive; the change shows with that layer's next key frame. */
    CompletionStage<Void> chooseLayer(String userId, String trackId, LayerName layer);

    /** Stops or resumes receiving one track of another user. */
    CompletionStage<Void> setPaused(String userId, String trackId, boolean paused);

    CompletionStage<ScopeStatistics> statistics();

    /** Says goodbye and ends everything. Completes when the sockets are closed. */
    CompletionStage<Void> disconnect();
}
