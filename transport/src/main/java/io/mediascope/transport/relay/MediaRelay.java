package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.transport.door.MediaChannel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The relay of one scope on its loop: participants and their streams, changed by deltas. All state is the loop's. */
final class MediaRelay {
    private final RelayListener listener;
    private final LoopContext loop;
    private final RouteCompiler compiler;
    private final Map<String, Participant> participants = new LinkedHashMap<>();
    private final WebSeals seals = new WebSeals();
    private final WebWaiting waiting = new WebWaiting();
    private final WebSpeakers speakers = new WebSpeakers();
    private @Nullable Participant pipe;
    private long version;
    private boolean closed;

    MediaRelay(RelayListener listener, LoopContext loop) {
        this.listener = listener;
        this.loop = loop;
        this.compiler = new RouteCompiler(loop, listener);
    }

    /** Changes the routes; what did not change keeps its state. Returns the version now in force. */
    long apply(RoutingDelta delta) {
        if (closed || !delta.appliesTo(version)) {
            return version;
        }
        removed(delta).forEach(this::remove);
        List<Participant> changed = new ArrayList<>();
        for (RouteParticipant route : delta.changed()) {
            Participant held = participants.get(route.sessionId());
            if (held == null || !held.route().equals(route)) {
                changed.add(put(route));
            }
        }
        compiler.compile(changed, participants.values());
        version = delta.version();
        return version;
    }

    private Set<String> removed(RoutingDelta delta) {
        Set<String> removed = new LinkedHashSet<>(delta.removed());
        if (delta.full()) {
            removed.addAll(participants.keySet());
            delta.changed().forEach(route -> removed.remove(route.sessionId()));
        }
        return removed;
    }

    private Participant put(RouteParticipant route) {
        Participant participant = participants.get(route.sessionId());
        if (participant != null && (participant.web() != null) != route.web()) {
            // Its peer connections were here, or come here now that the scope moves: what it sends takes another way.
            remove(route.sessionId());
            participant = null;
        }
        if (participant == null) {
            participant = new Participant(this, route, loop);
            participants.put(route.sessionId(), participant);
        } else {
            participant.update(route);
        }
        pipe = participant.pipe() == null ? pipe : participant;
        takeStreams(participant, route.publishes());
        WebSide web = participant.web();
        if (web != null) {
            web.streamsChanged();
            waiting.take(route.sessionId()).forEach(peer -> peer.open(web));
        }
        return participant;
    }

    private void takeStreams(Participant participant, List<RouteStream> streams) {
        for (UpTrack upTrack : List.copyOf(participant.upTracks())) {
            if (streams.stream().noneMatch(stream -> isSame(stream, upTrack.stream()))) {
                close(upTrack);
            }
        }
        for (RouteStream stream : streams) {
            UpTrack upTrack = participant.upTrack(stream.ssrc());
            if (upTrack == null) {
                upTrack = open(participant, stream);
                participant.upTracks().add(upTrack);
            } else {
                upTrack.update(stream, loop.turn().begin());
            }
        }
    }

    private UpTrack open(Participant participant, RouteStream stream) {
        if (participant.web() != null) {
            return new UpTrack(
                    participant, stream, new WebOrigin(stream, seals.of(participant.sessionId(), stream), loop));
        }
        UpTrack upTrack = new UpTrack(participant, stream, null);
        loop.ssrcs().add(upTrack);
        return upTrack;
    }

    /** The same incarnation: only keys and bitrate may differ. */
    private static boolean isSame(RouteStream a, RouteStream b) {
        return a.ssrc() == b.ssrc()
                && a.incarnation() == b.incarnation()
                && a.codec() == b.codec()
                && a.trackId().equals(b.trackId());
    }

    private void remove(String sessionId) {
        Participant participant = participants.remove(sessionId);
        if (participant == null) {
            return;
        }
        List.copyOf(participant.upTracks()).forEach(this::close);
        List.copyOf(participant.downTracks()).forEach(compiler::remove);
        compiler.forget(participant, participants.values());
        if (participant == pipe) {
            pipe = null;
            participants.values().forEach(p -> p.upTracks().forEach(upTrack -> upTrack.from(p)));
        }
        participant.close();
    }

    private void close(UpTrack upTrack) {
        List.copyOf(upTrack.downTracks()).forEach(compiler::remove);
        upTrack.owner().upTracks().remove(upTrack);
        loop.ssrcs().remove(upTrack);
        upTrack.close();
    }

    /** A peer connection of a web participant; it waits when the routes do not name its session yet. */
    void open(String sessionId, LoopWebPeer peer) {
        Participant participant = participants.get(sessionId);
        WebSide web = participant == null ? null : participant.web();
        if (closed || (participant != null && web == null)) {
            peer.refuse("the session's media does not travel through WebRTC here");
        } else if (web == null) {
            waiting.add(sessionId, peer, loop.turn().begin());
        } else {
            peer.open(web);
        }
    }

    void attach(String sessionId, MediaChannel channel) {
        Participant participant = participants.get(sessionId);
        if (participant == null) {
            channel.close();
            return;
        }
        for (MediaType type : MediaType.values()) {
            Outlet outlet = participant.outlet(type);
            MediaChannel before = outlet.channel();
            outlet.channel(channel);
            if (before != null && before != channel) {
                before.close();
            }
        }
        participant.seen(loop.turn().begin());
    }

    void detach(String sessionId, MediaChannel channel) {
        Participant participant = participants.get(sessionId);
        if (participant == null) {
            return;
        }
        for (MediaType type : MediaType.values()) {
            Outlet outlet = participant.outlet(type);
            if (outlet.channel() == channel) {
                outlet.channel(null);
            }
        }
    }

    void selected(String sessionId, MediaType type, long sequence) {
        Participant participant = participants.get(sessionId);
        if (participant == null) {
            return;
        }
        Outlet outlet = participant.outlet(type);
        participant.seen(loop.turn().begin());
        if (outlet.channel() != null && outlet.advance(sequence)) {
            participant.select(outlet, Transport.TCP);
        }
    }

    /** A DownTrack changed its layer on its own; the one before is taken out by {@link #settle}. */
    void layerSwitched() {
        compiler.switched();
    }

    /** A web receiver takes or leaves this stream on its own. */
    void webSwitched(UpTrack upTrack) {
        compiler.webSwitched(upTrack);
    }

    /** Each tick: takes out what has ended since the last one, and tells who speaks. */
    void settle() {
        long nowNs = loop.turn().lastNs();
        waiting.expire(nowNs);
        speakers.tick(nowNs, listener);
        compiler.settle(participants.values());
    }

    void close() {
        if (closed) {
            return;
        }
        closed = true;
        waiting.close();
        for (String sessionId : List.copyOf(participants.keySet())) {
            Participant participant = participants.get(sessionId);
            if (participant != null) {
                MediaChannel channel = participant.outlet(MediaType.AUDIO).channel();
                if (channel != null) {
                    channel.close();
                }
            }
            remove(sessionId);
        }
    }

    /** The scope's relay on another node, while the scope moves. */
    @Nullable
    Participant pipe() {
        return pipe;
    }

    @Nullable
    Participant participant(String sessionId) {
        return participants.get(sessionId);
    }

    Collection<Participant> participants() {
        return participants.values();
    }

    WebSpeakers speakers() {
        return speakers;
    }

    RelayListener listener() {
        return listener;
    }

    long version() {
        return version;
    }
}
