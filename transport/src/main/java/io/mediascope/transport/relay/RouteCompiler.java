package io.mediascope.transport.relay;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns subscriptions into DownTracks. Looks only at pairs of participants of whom one has changed, so that a join into a large
 * scope costs one row and one column, not the whole table.
 */
final class RouteCompiler {
    private final LoopContext loop;
    private final RelayListener listener;
    private final Set<UpTrack> dirty = new LinkedHashSet<>();
    private final Set<WebSide> dirtyWeb = new LinkedHashSet<>();
    private final Map<TrackName, Set<LayerName>> needed = new HashMap<>();
    private boolean switched;

    private record TrackName(String sessionId, String trackId) {}

    RouteCompiler(LoopContext loop, RelayListener listener) {
        this.loop = loop;
        this.listener = listener;
    }

    void compile(Collection<Participant> changed, Collection<Participant> all) {
        Set<Participant> receivers = new LinkedHashSet<>(changed);
        for (Participant publisher : all) {
            if (receivers.contains(publisher)) {
                all.forEach(receiver -> compile(receiver, publisher));
                dirty.addAll(publisher.upTracks());
            } else {
                changed.forEach(receiver -> compile(receiver, publisher));
            }
        }
        finish();
    }

    void remove(DownTrack downTrack) {
        UpTrack upTrack = downTrack.upTrack();
        upTrack.remove(downTrack);
        downTrack.receiver().removeDownTrack(downTrack);
        for (DownTrack other : downTrack.receiver().downTracks()) {
            if (other.predecessor() == downTrack) {
                other.forgetPredecessor();
            }
        }
        dirty.add(upTrack);
    }

    void forget(Participant participant, Collection<Participant> all) {
        for (Participant other : all) {
            WebSide web = other.web();
            if (web != null) {
                web.wanted().forget(participant);
                dirtyWeb.add(web);
            }
        }
        needed.keySet().removeIf(name -> name.sessionId().equals(participant.sessionId()));
    }

    void switched() {
        switched = true;
    }

    /** A web receiver takes or leaves this stream on its own. */
    void webSwitched(UpTrack upTrack) {
        switched = true;
        dirty.add(upTrack);
    }

    void settle(Collection<Participant> all) {
        if (!switched) {
            return;
        }
        switched = false;
        for (Participant participant : all) {
            for (DownTrack downTrack : List.copyOf(participant.downTracks())) {
                if (downTrack.stopped()) {
                    remove(downTrack);
                }
            }
        }
        finish();
    }

    private void compile(Participant receiver, Participant publisher) {
        if (receiver == publisher) {
            return;
        }
        if (receiver.pipe() != null) {
            intoPipe(receiver, publisher);
            return;
        }
        WebSide web = receiver.web();
        if (web != null) {
            web.wanted().give(publisher, given(receiver, publisher));
            dirtyWeb.add(web);
        } else {
            trackIds(publisher).forEach(trackId -> route(receiver, publisher, trackId));
        }
    }

    /** All layers of all streams: the other relay's receivers may want any. */
    private void intoPipe(Participant pipe, Participant publisher) {
        for (UpTrack upTrack : publisher.upTracks()) {
            DownTrack held = pipe.downTrack(upTrack.ssrc());
            if (held == null || held.upTrack() != upTrack) {
                start(pipe, upTrack, null);
            }
        }
    }

    private static Set<String> trackIds(Participant publisher) {
        Set<String> trackIds = new LinkedHashSet<>();
        publisher.upTracks().forEach(upTrack -> trackIds.add(upTrack.stream().trackId()));
        return trackIds;
    }

    /** What a web receiver gets of a publisher: its DownTracks are those of its media sections, not one for each stream. */
    private static List<WebWanted.Entry> given(Participant receiver, Participant publisher) {
        RouteSubscription subscription = receiver.route().subscription();
        String userId = publisher.route().userId();
        List<WebWanted.Entry> given = new ArrayList<>();
        for (String trackId : trackIds(publisher)) {
            UpTrack any = layerOf(publisher, trackId, LayerName.HIGH);
            if (any != null && wants(subscription, userId, trackId)) {
                WantedTrack wanted = new WantedTrack(
                        new TrackKey(userId, trackId),
                        any.stream().kind(),
                        any.stream().codec());
                given.add(new WebWanted.Entry(publisher, wanted, target(subscription, publisher, trackId)));
            }
        }
        return given;
    }

    private void route(Participant receiver, Participant publisher, String trackId) {
        UpTrack target = target(receiver.route().subscription(), publisher, trackId);
        DownTrack playing = null;
        for (UpTrack upTrack : publisher.upTracks()) {
            DownTrack held = receiver.downTrack(upTrack.ssrc());
            if (held == null
                    || held.upTrack() != upTrack
                    || !upTrack.stream().trackId().equals(trackId)) {
                continue;
            }
            if (upTrack == target) {
                playing = held;
            } else if (target == null || held.stopped() || held.predecessor() != null) {
                remove(held);
            }
        }
        if (target == null) {
            return;
        }
        DownTrack other = playingOther(receiver, publisher, trackId, target);
        if (playing == null || playing.stopped()) {
            start(receiver, target, other);
        } else if (other != null && playing.predecessor() == null) {
            remove(other);
        }
    }

    /** The other layer of the track that flows now. */
    private static @Nullable DownTrack playingOther(
            Participant receiver, Participant publisher, String trackId, UpTrack target) {
        for (UpTrack upTrack : publisher.upTracks()) {
            DownTrack held = receiver.downTrack(upTrack.ssrc());
            if (upTrack != target
                    && held != null
                    && held.upTrack() == upTrack
                    && upTrack.stream().trackId().equals(trackId)) {
                return held;
            }
        }
        return null;
    }

    private void start(Participant receiver, UpTrack target, @Nullable DownTrack predecessor) {
        DownTrack stopped = receiver.downTrack(target.ssrc());
        if (stopped != null) {
            remove(stopped);
        }
        DownTrack downTrack = new DownTrack(target, receiver, predecessor, loop);
        target.add(downTrack);
        receiver.addDownTrack(downTrack);
        dirty.add(target);
        if (receiver.pipe() == null
                && target.stream().kind() != TrackKind.AUDIO
                && target.keyFrameRequests().requestUrgent(loop.turn().begin())) {
            loop.rtcpOut().pli(target);
        }
    }

    private static @Nullable UpTrack target(RouteSubscription subscription, Participant publisher, String trackId) {
        String userId = publisher.route().userId();
        if (!wants(subscription, userId, trackId)) {
            return null;
        }
        LayerName layer = LayerName.HIGH;
        for (RouteSubscription.LayerChoice choice : subscription.layers()) {
            if (choice.track().covers(userId, trackId)) {
                if (choice.paused()) {
                    return null;
                }
                layer = choice.layer();
                break;
            }
        }
        return layerOf(publisher, trackId, layer);
    }

    private static boolean wants(RouteSubscription subscription, String userId, String trackId) {
        return switch (subscription.mode()) {
            case ALL -> true;
            case NONE -> false;
            case LISTED -> covers(subscription.listed(), userId, trackId);
        };
    }

    private static boolean covers(List<TrackKey> keys, String userId, String trackId) {
        return keys.stream().anyMatch(key -> key.covers(userId, trackId));
    }

    /** The layer, or another one of the track when it is not published. */
    private static @Nullable UpTrack layerOf(Participant publisher, String trackId, LayerName layer) {
        UpTrack any = null;
        for (UpTrack upTrack : publisher.upTracks()) {
            if (upTrack.stream().trackId().equals(trackId)) {
                if (upTrack.stream().layer() == layer) {
                    return upTrack;
                }
                any = upTrack;
            }
        }
        return any;
    }

    private void finish() {
        // Before the streams are looked at: web receivers take and leave them here.
        dirtyWeb.forEach(WebSide::settle);
        dirtyWeb.clear();
        Set<TrackName> tracks = new LinkedHashSet<>();
        Map<TrackName, Participant> owners = new HashMap<>();
        for (UpTrack upTrack : dirty) {
            upTrack.compileRoutes();
            TrackName name =
                    new TrackName(upTrack.owner().sessionId(), upTrack.stream().trackId());
            tracks.add(name);
            owners.put(name, upTrack.owner());
        }
        dirty.clear();
        tracks.forEach(name -> tellNeeded(name, Objects.requireNonNull(owners.get(name))));
    }

    private void tellNeeded(TrackName name, Participant publisher) {
        Set<LayerName> layers = EnumSet.noneOf(LayerName.class);
        boolean published = false;
        for (UpTrack upTrack : publisher.upTracks()) {
            if (upTrack.stream().trackId().equals(name.trackId())) {
                published = true;
                if (upTrack.received()) {
                    layers.add(upTrack.stream().layer());
                }
            }
        }
        if (!published) {
            needed.remove(name);
        } else if (!layers.equals(needed.put(name, layers))) {
            listener.layersNeeded(name.sessionId(), name.trackId(), Set.copyOf(layers));
        }
    }
}
