package io.mediascope.cluster.web;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.model.Codec;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.sdp.Answer;
import io.mediascope.media.sdp.AnswerMaker;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.sdp.OfferedSection;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SectionUse;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.transport.web.WebPeer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The connection on which a browser publishes: it offers, the node answers. Touched by its session only. */
final class PublisherSide {
    /** What refuses an offer. */
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Refusal refusal;

        Refused(RefusalReason reason, String text) {
            super(text, null, false, false);
            this.refusal = Refusal.of(reason, text);
        }
    }

    /** One peer connection of the client. */
    private static final class Connection {
        final String sdpSession;
        final int number;
        final WebPeer peer;

        @Nullable
        PeerDescription agreed;

        Connection(String sdpSession, int number, WebPeer peer) {
            this.sdpSession = sdpSession;
            this.number = number;
            this.peer = peer;
        }
    }

    private static final int MAX_TRACKS = 1_024;

    private final String userId;
    private final WebPorts ports;
    private final IntFunction<WebPeer> open;

    /** Nobody says when one is unpublished: of very many those go that were published longest ago. */
    private final Map<String, TrackInfo> tracks = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TrackInfo> eldest) {
            return size() > MAX_TRACKS;
        }
    };

    private @Nullable Connection connection;
    private String lastOver = "";
    private long newest;
    private int numbers;

    /** @param open opens a connection of this number */
    PublisherSide(String userId, WebPorts ports, IntFunction<WebPeer> open) {
        this.userId = userId;
        this.ports = ports;
        this.open = open;
    }

    /** What may be named in offers from now on. */
    void published(List<TrackInfo> more) {
        more.forEach(t -> tracks.put(t.trackId(), t));
    }

    boolean is(int number) {
        return connection != null && connection.number == number;
    }

    boolean isOpen() {
        return connection != null;
    }

    void offered(WebCommand.Offer offer, WebClient client) {
        if (offer.revision() <= newest) {
            return;
        }
        newest = offer.revision();
        try {
            Answer answer = take(offer);
            ports.counters().increment(NodeCounter.WEB_OFFERS_ANSWERED);
            client.describe(PeerRole.PUBLISHER, offer.revision(), true, answer.sdp(), List.of());
        } catch (SdpException e) {
            refuse(client, offer.requestId(), SdpRefusals.of(e));
        } catch (Refused e) {
            refuse(client, offer.requestId(), e.refusal);
        }
    }

    private void refuse(WebClient client, long requestId, Refusal refusal) {
        ports.counters().increment(NodeCounter.WEB_OFFERS_REFUSED);
        client.refuse(requestId, refusal);
    }

    private Answer take(WebCommand.Offer offer) throws SdpException, Refused {
        SessionDescription description = SessionDescription.parse(offer.sdp());
        Map<String, TrackInfo> byMid = named(description, offer.sections());
        Connection known = connection;
        if (known != null && known.sdpSession.equals(description.sessionId())) {
            return agree(known, description, byMid);
        }
        if (lastOver.equals(description.sessionId())) {
            throw new Refused(
                    RefusalReason.WRONG_STATE, "This peer connection is over; offer from a new RTCPeerConnection.");
        }
        Connection fresh = new Connection(description.sessionId(), ++numbers, open.apply(numbers));
        try {
            Answer answer = agree(fresh, description, byMid);
            connection = fresh;
            return answer;
        } catch (SdpException | Refused e) {
            fresh.peer.close();
            throw e;
        }
    }

    /** The published track of each section that sends. */
    private Map<String, TrackInfo> named(SessionDescription description, List<WebTrack> sections) throws Refused {
        Map<String, String> given = new HashMap<>();
        sections.forEach(s -> given.put(s.mid(), s.trackId()));
        Map<String, TrackInfo> byMid = new HashMap<>();
        for (var section : description.sections()) {
            boolean media = section.media().equals("audio") || section.media().equals("video");
            if (!media || section.refused() || !section.direction().sends()) {
                continue;
            }
            String mid = section.mid();
            TrackInfo track = tracks.get(given.getOrDefault(mid, ""));
            if (track == null) {
                throw new Refused(
                        RefusalReason.BAD_REQUEST,
                        "The section with mid " + shown(mid) + " sends, but no published track is named for it;"
                                + " publish the track first, then name it in sections.");
            }
            byMid.put(mid, track);
        }
        return byMid;
    }

    /** Other credentials of the client restart ICE (RFC 8839 section 4.4.1.1.1): then the node's change too. */
    private Answer agree(Connection to, SessionDescription offer, Map<String, TrackInfo> byMid)
            throws SdpException, Refused {
        CodecPolicy codecs = codecs(byMid.values());
        Answer answer = AnswerMaker.answer(offer, ports.withTcp(to.peer.local()), codecs, s -> use(s, byMid));
        check(answer.remote(), byMid);
        PeerDescription before = to.agreed;
        if (before != null && !before.ice().equals(answer.remote().ice())) {
            ports.counters().increment(NodeCounter.WEB_ICE_RESTARTS);
            answer = AnswerMaker.answer(offer, ports.withTcp(to.peer.restartIce()), codecs, s -> use(s, byMid));
        }
        to.agreed = answer.remote();
        to.peer.apply(answer.remote());
        return answer;
    }

    /** Those that the tracks are published in go first; the others stand there for sections that carry nothing now. */
    private CodecPolicy codecs(Collection<TrackInfo> named) {
        List<Codec> order = new ArrayList<>(ports.codecs().codecs());
        order.sort(Comparator.comparing(c -> named.stream().noneMatch(t -> t.codec() == c)));
        return new CodecPolicy(order);
    }

    private SectionUse use(OfferedSection section, Map<String, TrackInfo> byMid) {
        TrackInfo track = byMid.get(section.mid());
        return track == null
                ? new SectionUse.Idle()
                : new SectionUse.Receive(
                        new TrackKey(userId, track.trackId()), track.layers().size());
    }

    /** A section carries the codec that its track was published in. */
    private static void check(PeerDescription agreed, Map<String, TrackInfo> byMid) throws Refused {
        for (WebSection section : agreed.sections()) {
            TrackInfo track = byMid.get(section.mid());
            if (track == null || section.codecs().isEmpty()) {
                continue;
            }
            Codec codec = section.codecs().get(0).codec();
            if (codec != track.codec()) {
                throw new Refused(
                        RefusalReason.UNSUPPORTED_CODEC,
                        "The section with mid " + shown(section.mid()) + " cannot carry " + track.codec()
                                + ", in which track " + track.trackId() + " was published.");
            }
        }
    }

    /** What a client sent, short enough to say back to it. */
    private static String shown(String value) {
        String cut = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }

    /** The connection is over: an offer for it is refused from now on. */
    void failed() {
        if (connection != null) {
            lastOver = connection.sdpSession;
            connection = null;
        }
    }

    void close() {
        if (connection != null) {
            connection.peer.close();
            connection = null;
        }
    }
}
