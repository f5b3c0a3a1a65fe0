package io.mediascope.media.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebSection;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Whatever a client posts is answered or refused with a reason; what is written can be read. */
class SdpFuzzTest {
    private static final CodecPolicy ALL =
            new CodecPolicy(List.of(Codec.OPUS, Codec.VP8, Codec.H264, Codec.VP9, Codec.AV1));

    @FuzzTest
    void shouldAnswerOrRefuse(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        try {
            SessionDescription offer = SessionDescription.parse(text);
            SessionDescription.parse(offer.write());
            Answer answer = AnswerMaker.answer(offer, Sdps.LOCAL, ALL, SdpFuzzTest::use);
            if (SessionDescription.parse(answer.sdp()).sections().size()
                    != answer.remote().sections().size()) {
                throw new AssertionError("sections were lost");
            }
        } catch (SdpException e) {
            refused(e);
        }
    }

    @FuzzTest
    void shouldAcceptOrRefuse(byte[] data) {
        OfferMaker maker = new OfferMaker(ALL, 1, () -> 7);
        maker.wanted(List.of(
                new WantedTrack(new TrackKey("a", "b"), TrackKind.AUDIO, Codec.OPUS),
                new WantedTrack(new TrackKey("a", "c"), TrackKind.VIDEO, Codec.VP8)));
        maker.offer(Sdps.LOCAL);
        try {
            List<WebSection> sections =
                    maker.accept(new String(data, StandardCharsets.UTF_8)).sections();
            if (sections.size() != 2 || sections.get(1).mediaType() != MediaType.VIDEO) {
                throw new AssertionError("not what was offered");
            }
        } catch (SdpException e) {
            refused(e);
        }
    }

    @FuzzTest
    void shouldReadOrRefuseAFragment(byte[] data) {
        try {
            TrickleFragment.parse(new String(data, StandardCharsets.UTF_8));
        } catch (SdpException e) {
            refused(e);
        }
    }

    private static SectionUse use(OfferedSection section) {
        if (section.direction().sends()) {
            return new SectionUse.Receive(new TrackKey("a", "t"), 2);
        }
        return section.direction().receives() ? new SectionUse.Send(null, 1, 2, "s", "t") : new SectionUse.Idle();
    }

    private static void refused(SdpException e) {
        if (e.getMessage() == null || e.getMessage().isEmpty() || e.line() < 0) {
            throw new AssertionError("refused without a reason", e);
        }
    }
}
