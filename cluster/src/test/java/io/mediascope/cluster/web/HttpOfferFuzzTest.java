package io.mediascope.cluster.web;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.Codec;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.sdp.Answer;
import io.mediascope.media.sdp.CodecPolicy;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.TrackOffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The body of a WHIP or WHEP POST: whatever it is, it becomes tracks and an answer, or a refusal that says why. */
class HttpOfferFuzzTest {
    private static final CodecPolicy ALL =
            new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1));
    private static final LocalPeer LOCAL = new LocalPeer(
            new StunCredentials("00node", "node/node/node/node/node"),
            DtlsFingerprint.of("sha-256", new byte[32]),
            List.of(new IceCandidate(false, "192.0.2.1", 7300), new IceCandidate(true, "192.0.2.1", 7443)));

    @FuzzTest
    void shouldPublishOrRefuse(byte[] data) {
        String sdp = new String(data, StandardCharsets.UTF_8);
        try {
            HttpOffer offer = HttpOffer.publishing(sdp, "ann", ALL);
            Set<String> ids = new HashSet<>();
            for (TrackOffer track : offer.tracks()) {
                require(ids.add(track.trackId()), "two tracks of one name");
                require(!track.layers().isEmpty() && track.layers().size() <= 2, "one or two layers");
            }
            require(ids.size() <= 2, "more than audio and video");
            answered(sdp, offer);
        } catch (SdpException e) {
            refused(SdpRefusals.of(e));
        } catch (BadOfferException e) {
            require(e.getMessage() != null && !e.getMessage().isEmpty(), "refused without a reason");
        }
    }

    @FuzzTest
    void shouldPlayOrRefuse(byte[] data) {
        String sdp = new String(data, StandardCharsets.UTF_8);
        try {
            HttpOffer offer = HttpOffer.receiving(sdp, ALL, () -> 7);
            require(offer.tracks().isEmpty(), "a viewer publishes nothing");
            require(offer.agreed().size() <= 2, "more than audio and video");
            answered(sdp, offer);
        } catch (SdpException e) {
            refused(SdpRefusals.of(e));
        } catch (BadOfferException e) {
            require(e.getMessage() != null && !e.getMessage().isEmpty(), "refused without a reason");
        }
    }

    /** RFC 3264 section 6: an answer has a section for each of the offer's. */
    private static void answered(String offer, HttpOffer read) throws SdpException {
        Answer answer = read.answer(LOCAL);
        int sections = SessionDescription.parse(offer).sections().size();
        require(SessionDescription.parse(answer.sdp()).sections().size() == sections, "sections were lost");
    }

    private static void refused(Refusal refusal) {
        require(!refusal.text().isEmpty(), "refused without a reason");
    }

    private static void require(boolean holds, String text) {
        if (!holds) {
            throw new AssertionError(text);
        }
    }
}
