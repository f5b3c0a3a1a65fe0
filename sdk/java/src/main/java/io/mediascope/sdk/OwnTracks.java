package io.mediascope.sdk;

import io.mediascope.media.bandwidth.UplinkShares;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerNotice;
import io.mediascope.transport.wire.v1.MuteRequest;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.mediascope.transport.wire.v1.UnpublishRequest;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What this client publishes, over all links: offers, acceptance, refusals, targets. Service thread only. */
final class OwnTracks {
    private final EventLoop loop;
    private final Callbacks callbacks;
    private final MediaEngine engine;
    private final Signalling signalling;
    private final Map<String, OwnTrack> own = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<LocalTrack>> publishing = new LinkedHashMap<>();

    OwnTracks(EventLoop loop, Callbacks callbacks, MediaEngine engine, Signalling signalling) {
        this.loop = loop;
        this.callbacks = callbacks;
        this.engine = engine;
        this.signalling = signalling;
    }

    Collection<OwnTrack> all() {
        return own.values();
    }

    /** What a join offers. */
    List<TrackOffer> offers() {
        return own.values().stream().map(t -> Wire.offer(t.spec())).toList();
    }

    CompletionStage<LocalTrack> publish(TrackSpec spec, MediaSource source) {
        if (own.containsKey(spec.trackId())) {
            return CompletableFuture.failedFuture(
                    new ScopeException(ErrorCode.TRACK_EXISTS, "track " + spec.trackId() + " is published already"));
        }
        OwnTrack track = new OwnTrack(spec, source, loop, callbacks, engine);
        CompletableFuture<LocalTrack> published = new CompletableFuture<>();
        own.put(spec.trackId(), track);
        publishing.put(spec.trackId(), published);
        if (signalling.isJoined()) {
            requestPublish(track);
        }
        return published;
    }

    CompletionStage<Void> unpublish(String trackId) {
        OwnTrack track = own.remove(trackId);
        if (track == null) {
            return CompletableFuture.failedFuture(
                    new ScopeException(ErrorCode.UNKNOWN_TRACK, "track " + trackId + " is not published"));
        }
        track.stop();
        CompletableFuture<LocalTrack> waiting = publishing.remove(trackId);
        if (waiting != null) {
            waiting.completeExceptionally(new ScopeException(ErrorCode.UNKNOWN_TRACK, "unpublished"));
        }
        return signalling
                .request(
                        b -> b.setUnpublishRequest(UnpublishRequest.newBuilder().addTrackIds(trackId)))
                .thenAccept(accepted -> {});
    }

    CompletionStage<Void> setMuted(String trackId, boolean muted) {
        OwnTrack track = own.get(trackId);
        if (track == null) {
            return CompletableFuture.failedFuture(
                    new ScopeException(ErrorCode.UNKNOWN_TRACK, "track " + trackId + " is not published"));
        }
        track.muted(muted);
        return track.isPublished() ? tellMuted(track) : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> tellMuted(OwnTrack track) {
        return signalling
                .request(b -> b.setMuteRequest(
                        MuteRequest.newBuilder().setTrackId(track.trackId()).setMuted(track.muted())))
                .thenAccept(accepted -> {});
    }

    /** The node says which SSRCs and keys these tracks of the own user have; what is known already changes nothing. */
    void accepted(List<TrackInfo> tracks) {
        String self = signalling.userId();
        for (TrackInfo info : tracks) {
            OwnTrack track = own.get(info.getTrackId());
            if (track != null && self != null) {
                track.accepted(self, info);
                if (track.isPublished() && track.muted() != info.getMuted()) {
                    tellMuted(track);
                }
                CompletableFuture<LocalTrack> waiting =
                        track.isPublished() ? publishing.remove(info.getTrackId()) : null;
                if (waiting != null) {
                    waiting.complete(track);
                }
            }
        }
    }

    /** The node has new keys for streams of this client: they are used when {@code delayMs} have passed. */
    void rekeyed(Map<Integer, SrtpKey> keys, long delayMs) {
        own.values().forEach(track -> track.rekeyed(keys, delayMs));
    }

    /** Tracks that came too late for the join, or that a resume did not bring back. */
    void publishMissing() {
        List<OwnTrack> missing =
                own.values().stream().filter(t -> !t.isPublished()).toList();
        missing.forEach(this::requestPublish);
    }

    private void requestPublish(OwnTrack track) {
        signalling
                .request(b -> b.setPublishRequest(PublishRequest.newBuilder().addTracks(Wire.offer(track.spec()))))
                .whenComplete((reply, failure) -> published(track, reply, failure));
    }

    private void published(OwnTrack track, @Nullable Envelope reply, @Nullable Throwable failure) {
        if (reply != null) {
            accepted(reply.getRequestAccepted().getOwnTracksList());
        } else if (failure != null && !isDisconnect(failure) && own.remove(track.trackId(), track)) {
            track.stop();
            CompletableFuture<LocalTrack> waiting = publishing.remove(track.trackId());
            if (waiting != null) {
                waiting.completeExceptionally(failure);
            } else if (failure instanceof ScopeException refusal) {
                String text = "track " + track.trackId() + ": " + refusal.getMessage();
                callbacks.tell(l -> l.error(refusal.code(), text));
            }
        }
    }

    private static boolean isDisconnect(Throwable failure) {
        return failure instanceof ScopeException exception && exception.code() == ErrorCode.DISCONNECTED;
    }

    void layersNeeded(LayerNotice notice) {
        OwnTrack track = own.get(notice.getTrackId());
        if (track != null) {
            Set<LayerName> needed = EnumSet.noneOf(LayerName.class);
            notice.getNeededList().forEach(l -> {
                LayerName name = Wire.layer(l);
                if (name != null) {
                    needed.add(name);
                }
            });
            track.layersNeeded(Set.copyOf(needed));
        }
    }

    /** The session is gone: its SSRCs and keys with it. The sources go on. */
    void sessionLost() {
        own.values().forEach(OwnTrack::lost);
    }

    /** A way may be open again. */
    void flush() {
        own.values().forEach(OwnTrack::flush);
    }

    private record Sent(OwnTrack track, LayerName layer, LayerTarget target) {}

    /** Divides what the network carries, and says how much more could be made use of. */
    void shareTarget(long nowNs) {
        List<Sent> sent = new ArrayList<>();
        long wantedBps = 0;
        for (OwnTrack track : own.values()) {
            for (SendStream stream : track.streams()) {
                LayerName layer = stream.id().layer();
                LayerTarget target = track.targetOf(layer);
                target.sentWith(stream.bitrateBps(nowNs));
                if (track.isNeeded(layer)) {
                    sent.add(new Sent(track, layer, target));
                    wantedBps += target.wantedBps();
                }
            }
        }
        engine.wanted(wantedBps);
        long totalBps = engine.targetBps();
        if (totalBps > 0) {
            long[] shares = UplinkShares.divide(
                    totalBps, sent.stream().map(s -> s.target().demand()).toList());
            for (int i = 0; i < shares.length; i++) {
                sent.get(i).track().target(sent.get(i).layer(), shares[i]);
            }
        }
    }

    void end(ScopeException reason) {
        own.values().forEach(OwnTrack::stop);
        own.clear();
        publishing.values().forEach(p -> p.completeExceptionally(reason));
        publishing.clear();
    }
}
