package io.mediascope.media.sdp;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * The node's side of a subscriber's connection: offers what the client shall receive, reads its answers (RFC 9429 section 5.2).
 * Any number of negotiations, one at a time. Sections never go away; one without a track is used again for the next track of its
 * media type. One thread at a time.
 */
public final class OfferMaker {
    private static final String PROTOCOL = "UDP/TLS/RTP/SAVPF";
    private static final Set<String> SETUP = Set.of("active");

    /** Beside each codec's native payload type. */
    private static final int RTX_OF_VP8 = 97;

    private static final int RTX_OF_AV1 = 100;
    private static final int RTX_OF_VP9 = 101;
    private static final int RTX_OF_H264 = 103;

    private final CodecPolicy policy;
    private final long sessionId;
    private final Slots slots;
    private List<Slot> offered = List.of();
    private long version;

    /**
     * @param sessionId of the {@code o=} line, positive
     * @param ssrcs gives SSRCs that are not used in this connection, never 0
     */
    public OfferMaker(CodecPolicy policy, long sessionId, IntSupplier ssrcs) {
        this.policy = policy;
        this.sessionId = sessionId;
        this.slots = new Slots(ssrcs);
    }

    /**
     * What shall flow from the next offer on, most important first. Tracks that have a section keep it.
     *
     * @return whether that asks for an offer: something else was offered last
     */
    public boolean wanted(List<WantedTrack> tracks) {
        slots.assign(tracks);
        return !keys(slots.list()).equals(keys(offered));
    }

    /** Those of the wanted tracks for which there is no section left. */
    public List<WantedTrack> unserved() {
        return slots.unserved();
    }

    /** The sections as they will stand in the next offer. */
    public List<Slot> slots() {
        return slots.list();
    }

    /** The offer; a new one replaces one that was not answered. With other credentials in {@code local} it restarts ICE. */
    public String offer(LocalPeer local) {
        offered = slots.list();
        List<MediaSection> sections = new ArrayList<>();
        for (Slot slot : offered) {
            sections.add(section(slot, local, sections.isEmpty()));
        }
        List<SdpAttribute> attributes = new ArrayList<>();
        if (!offered.isEmpty()) {
            String mids = String.join(" ", offered.stream().map(Slot::mid).toList());
            attributes.add(SdpAttribute.of("group", "BUNDLE " + mids));
        }
        attributes.add(SdpAttribute.of("ice-lite"));
        attributes.add(SdpAttribute.of("extmap-allow-mixed"));
        attributes.add(SdpAttribute.of("msid-semantic", " WMS *"));
        version++;
        return new SessionDescription(Long.toString(sessionId), Long.toString(version), attributes, sections).write();
    }

    /**
     * Takes the answer to the last offer.
     *
     * @return what was agreed, with the tracks as they were offered; sections that the client refused have no codecs
     */
    public PeerDescription accept(String answer) throws SdpException {
        SessionDescription description = SessionDescription.parse(answer);
        if (offered.isEmpty() || description.sections().size() != offered.size()) {
            throw SdpException.malformed(0, "the answer must have the " + offered.size() + " sections of the offer");
        }
        Bundle bundle = Bundle.read(description);
        RemoteTransport transport = new RemoteTransport(description, bundle.tagged());
        transport.checkSetup(SETUP);
        List<WebSection> sections = new ArrayList<>();
        for (int i = 0; i < offered.size(); i++) {
            sections.add(agreed(offered.get(i), description.sections().get(i), bundle));
        }
        return new PeerDescription(transport.ice(), transport.fingerprints(), sections);
    }

    private MediaSection section(Slot slot, LocalPeer local, boolean first) {
        WantedTrack wanted = slot.wanted();
        MediaType type = slot.mediaType();
        LocalSection section = new LocalSection(type, PROTOCOL)
                .transport(local, "actpass", first)
                .head(
                        slot.mid(),
                        ExtensionMap.offered(type).lines(),
                        wanted == null ? Direction.INACTIVE : Direction.SENDONLY);
        if (wanted != null) {
            section.msid(wanted.track().userId(), wanted.track().trackId());
        }
        section.mux().codecs(codecs(type), codec -> CodecMatcher.feedback(type));
        if (wanted != null) {
            section.ssrcs(slot.ssrc(), slot.rtxSsrc(), Token.msid(wanted.track().userId()));
        }
        return section.build();
    }

    private List<WebCodec> codecs(MediaType type) {
        return policy.of(type).stream()
                .map(c -> new WebCodec(c, c.payloadType(), rtxPayloadType(c), CodecMatcher.offered(c)))
                .toList();
    }

    private static int rtxPayloadType(Codec codec) {
        switch (codec) {
            case VP8:
                return RTX_OF_VP8;
            case VP9:
                return RTX_OF_VP9;
            case AV1:
                return RTX_OF_AV1;
            case H264:
                return RTX_OF_H264;
            default:
                return WebCodec.NO_RTX;
        }
    }

    private WebSection agreed(Slot slot, MediaSection section, Bundle bundle) throws SdpException {
        MediaType type = slot.mediaType();
        if (!section.mid().equals(slot.mid()) && !section.refused()) {
            throw SdpException.malformed(section.line(), "the section must have a=mid:" + slot.mid());
        }
        if (section.refused() || !bundle.contains(section)) {
            return new WebSection(slot.mid(), type, null, List.of(), WebExtensions.NONE, List.of());
        }
        RemoteSection remote = new RemoteSection(section, type, policy);
        WantedTrack wanted = slot.wanted();
        TrackKey track = wanted == null || !section.direction().receives() ? null : wanted.track();
        boolean rtx = remote.codecs().stream().anyMatch(WebCodec::hasRtx);
        return new WebSection(
                slot.mid(),
                type,
                track,
                remote.codecs(),
                ExtensionMap.read(section, type, true).commonWith(ExtensionMap.offered(type)),
                List.of(new WebEncoding("", LayerName.HIGH, slot.ssrc(), rtx ? slot.rtxSsrc() : 0)));
    }

    private static List<Object> keys(List<Slot> slots) {
        List<Object> keys = new ArrayList<>();
        for (Slot slot : slots) {
            WantedTrack wanted = slot.wanted();
            keys.add(wanted == null ? slot.mid() : wanted.track());
        }
        return keys;
    }
}
