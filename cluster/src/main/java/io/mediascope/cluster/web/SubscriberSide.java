package io.mediascope.cluster.web;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.sdp.OfferMaker;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.Slot;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.web.WebPeer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which a browser receives: the node offers, one offer at a time; what changes meanwhile goes into the next one.
 * Touched by its session only.
 */
final class SubscriberSide {
    /** An offer that nobody answered for so long may be replaced. */
    private static final long PATIENCE_NS = 5_000_000_000L;

    private final WebPorts ports;
    private final IntFunction<WebPeer> open;
    private final Set<TrackKey> leftOut = new HashSet<>();
    private List<WantedTrack> wanted = List.of();
    private @Nullable WebPeer peer;
    private @Nullable OfferMaker offers;
    private @Nullable LocalPeer local;
    private boolean due;
    private boolean outstanding;
    private long offeredNs;
    private long revision;
    private int number;

    /** @param open opens a connection of this number */
    SubscriberSide(WebPorts ports, IntFunction<WebPeer> open) {
        this.ports = ports;
        this.open = open;
    }

    boolean is(int peerNumber) {
        return peer != null && number == peerNumber;
    }

    boolean isOpen() {
        return peer != null;
    }

    /** A connection that the client has not seen yet: its offers have a session id of their own. */
    void open() {
        number++;
        WebPeer opened = open.apply(number);
        peer = opened;
        local = opened.local();
        offers = new OfferMaker(ports.codecs(), ports.sdpSession(), ports::ssrc);
        outstanding = false;
        due = offers.wanted(wanted);
    }

    /** @return whether an offer is due */
    boolean wanted(List<WantedTrack> tracks) {
        wanted = tracks;
        leftOut.retainAll(tracks.stream().map(WantedTrack::track).toList());
        if (offers != null && offers.wanted(tracks)) {
            due = true;
            ports.counters()
                    .add(NodeCounter.WEB_TRACKS_UNSERVED, offers.unserved().size());
        }
        return due;
    }

    /** The next offer restarts ICE; nothing before the first one was made. */
    void restart() {
        if (peer != null && revision > 0) {
            ports.counters().increment(NodeCounter.WEB_ICE_RESTARTS);
            local = peer.restartIce();
            due = true;
        }
    }

    /** There is a new link: what was offered over the old one may be lost. */
    void attached() {
        due |= outstanding;
        outstanding = false;
    }

    boolean due(long nowNs) {
        return due && (!outstanding || nowNs - offeredNs >= PATIENCE_NS);
    }

    /** Whether one waits for an answer while the next is due. */
    boolean waits() {
        return due && outstanding;
    }

    void offer(WebClient client, long nowNs) {
        OfferMaker maker = offers;
        LocalPeer side = local;
        if (maker == null || side == null) {
            return;
        }
        due = false;
        outstanding = true;
        offeredNs = nowNs;
        revision++;
        String sdp = maker.offer(ports.withTcp(side));
        ports.counters().increment(NodeCounter.WEB_OFFERS_SENT);
        client.describe(PeerRole.SUBSCRIBER, revision, false, sdp, sections(maker.slots()));
    }

    private static List<WebTrack> sections(List<Slot> slots) {
        List<WebTrack> sections = new ArrayList<>();
        for (Slot slot : slots) {
            WantedTrack track = slot.wanted();
            if (track != null) {
                sections.add(new WebTrack(
                        slot.mid(), track.track().userId(), track.track().trackId()));
            }
        }
        return sections;
    }

    /** Ignored when it is not about the newest offer. */
    void answered(WebCommand.ClientAnswer answer, WebClient client) {
        OfferMaker maker = offers;
        WebPeer to = peer;
        if (!outstanding || answer.revision() != revision || maker == null || to == null) {
            return;
        }
        outstanding = false;
        try {
            PeerDescription agreed = maker.accept(answer.sdp());
            to.apply(decodable(agreed, maker.slots()));
        } catch (SdpException e) {
            ports.counters().increment(NodeCounter.WEB_OFFERS_REFUSED);
            client.refuse(answer.requestId(), SdpRefusals.of(e));
        }
    }

    /** Without the tracks whose codec the client does not decode; each counts once. */
    private PeerDescription decodable(PeerDescription agreed, List<Slot> slots) {
        Map<String, WantedTrack> byMid = new HashMap<>();
        for (Slot slot : slots) {
            WantedTrack track = slot.wanted();
            if (track != null) {
                byMid.put(slot.mid(), track);
            }
        }
        List<WebSection> sections = agreed.sections().stream()
                .map(section -> decodable(section, byMid.get(section.mid())))
                .toList();
        return new PeerDescription(agreed.ice(), agreed.fingerprints(), sections);
    }

    private WebSection decodable(WebSection section, @Nullable WantedTrack track) {
        if (track == null || section.codecs().stream().anyMatch(c -> c.codec() == track.codec())) {
            return section;
        }
        if (leftOut.add(track.track())) {
            ports.counters().increment(NodeCounter.WEB_TRACKS_LEFT_OUT);
        }
        return section.withTrack(null);
    }

    /** The connection is over. */
    void failed() {
        peer = null;
        offers = null;
    }

    void close() {
        if (peer != null) {
            peer.close();
            failed();
        }
    }
}
