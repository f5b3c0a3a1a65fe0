package io.mediascope.cluster.web;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.sdp.Answer;
import io.mediascope.media.sdp.AnswerMaker;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.sdp.OfferedSection;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SectionPlan;
import io.mediascope.media.sdp.SectionUse;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.scope.model.TrackOffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * The one offer of a WHIP or WHEP client: at most one audio and one video section. Nothing is accepted in part: whoever cannot
 * have all of what it offers is told so (RFC 9725 section 4.2).
 */
final class HttpOffer {
    private static final LocalPeer NOBODY =
            new LocalPeer(new StunCredentials("00", "none"), DtlsFingerprint.of("sha-256", new byte[32]), List.of());

    private final SessionDescription description;
    private final CodecPolicy codecs;
    private final SectionPlan plan;
    private final List<WebSection> agreed;

    private HttpOffer(SessionDescription description, CodecPolicy codecs, SectionPlan plan) throws SdpException {
        this.description = description;
        this.codecs = codecs;
        this.plan = plan;
        this.agreed = answer(NOBODY).remote().sections();
    }

    /** What {@code userId} publishes. */
    static HttpOffer publishing(String sdp, String userId, CodecPolicy codecs) throws SdpException, BadOfferException {
        OneOfEach plan = new OneOfEach() {
            @Override
            boolean flows(OfferedSection section) {
                return section.direction().sends();
            }

            @Override
            SectionUse carry(OfferedSection section) {
                TrackKey track = new TrackKey(userId, trackId(section.mediaType()));
                return new SectionUse.Receive(track, section.mediaType() == MediaType.VIDEO ? 2 : 1);
            }
        };
        return checked(new HttpOffer(SessionDescription.parse(sdp), codecs, plan), plan, "sendonly");
    }

    /** What a client receives: lines that stay, whoever is heard and seen in them. */
    static HttpOffer receiving(String sdp, CodecPolicy codecs, IntSupplier ssrcs)
            throws SdpException, BadOfferException {
        Map<MediaType, SectionUse> sends = new EnumMap<>(MediaType.class);
        for (MediaType type : MediaType.values()) {
            sends.put(type, new SectionUse.Send(null, ssrcs.getAsInt(), ssrcs.getAsInt(), "mediascope", trackId(type)));
        }
        OneOfEach plan = new OneOfEach() {
            @Override
            boolean flows(OfferedSection section) {
                return section.direction().receives();
            }

            @Override
            SectionUse carry(OfferedSection section) {
                return java.util.Objects.requireNonNull(sends.get(section.mediaType()));
            }
        };
        return checked(new HttpOffer(SessionDescription.parse(sdp), codecs, plan), plan, "recvonly");
    }

    private static HttpOffer checked(HttpOffer offer, OneOfEach plan, String direction) throws BadOfferException {
        if (plan.tooMany) {
            throw new BadOfferException("an offer has at most one audio and one video section");
        }
        if (plan.bySection.isEmpty()) {
            throw new BadOfferException("the offer has no audio or video section that is " + direction);
        }
        return offer;
    }

    /** The same for every {@code local} but for its credentials and candidates. */
    Answer answer(LocalPeer local) throws SdpException {
        return AnswerMaker.answer(description, local, codecs, plan);
    }

    /** The sections that are used, with their codecs. */
    List<WebSection> agreed() {
        return agreed.stream().filter(s -> !s.encodings().isEmpty()).toList();
    }

    /** What a publisher announces: each section as a track, each encoding as a layer. */
    List<TrackOffer> tracks() {
        List<TrackOffer> tracks = new ArrayList<>();
        for (WebSection section : agreed()) {
            TrackKey track = section.track();
            if (track != null) {
                tracks.add(new TrackOffer(
                        track.trackId(),
                        section.mediaType() == MediaType.AUDIO ? TrackKind.AUDIO : TrackKind.VIDEO,
                        section.codecs().get(0).codec(),
                        section.encodings().stream()
                                .map(e -> new TrackOffer.LayerOffer(e.layer(), 0, 0, 0, 0))
                                .toList(),
                        "WHIP"));
            }
        }
        return tracks;
    }

    private static String trackId(MediaType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    /** Takes one section of each media type; asked about the same one again it says the same again. */
    private abstract static class OneOfEach implements SectionPlan {
        final Map<MediaType, Integer> bySection = new HashMap<>();
        boolean tooMany;

        abstract boolean flows(OfferedSection section);

        abstract SectionUse carry(OfferedSection section);

        @Override
        public SectionUse use(OfferedSection section) {
            if (!flows(section)) {
                return new SectionUse.Idle();
            }
            int taken = bySection.computeIfAbsent(section.mediaType(), type -> section.index());
            if (taken != section.index()) {
                tooMany = true;
                return new SectionUse.Refuse();
            }
            return carry(section);
        }
    }
}
