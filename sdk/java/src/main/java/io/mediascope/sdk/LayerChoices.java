package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import io.mediascope.transport.wire.v1.LayerRequest;
import java.util.concurrent.CompletionStage;

/** Which layer of others' tracks the application wants, and which tracks rest. Service thread only. */
final class LayerChoices {
    private final Users users;
    private final Signalling signalling;

    LayerChoices(Users users, Signalling signalling) {
        this.users = users;
        this.signalling = signalling;
    }

    CompletionStage<Void> choose(String user, String trackId, LayerName layer) {
        OthersTrack track = users.track(user, trackId);
        if (track != null) {
            track.choose(layer);
        }
        return request(user, trackId, layer, track != null && track.paused());
    }

    CompletionStage<Void> pause(String user, String trackId, boolean paused) {
        OthersTrack track = users.track(user, trackId);
        if (track != null) {
            track.pause(paused);
        }
        return request(user, trackId, track == null ? LayerName.HIGH : track.wanted(), paused);
    }

    /** A new session at the node knows nothing of what was chosen before. */
    void repeat() {
        for (OthersTrack track : users.tracks()) {
            if (track.paused() || track.wanted() != LayerName.HIGH) {
                request(track.userId(), track.trackId(), track.wanted(), track.paused());
            }
        }
    }

    private CompletionStage<Void> request(String user, String trackId, LayerName layer, boolean paused) {
        return signalling
                .request(b -> b.setLayerRequest(LayerRequest.newBuilder()
                        .setTrack(Wire.track(user, trackId))
                        .setLayer(Wire.layer(layer))
                        .setPaused(paused)))
                .thenAccept(accepted -> {});
    }
}
