package io.mediascope.media.sdp;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.webrtc.WebCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which payload types of a section are the codecs that we know (RFC 7587, RFC 7741, RFC 6184, RFC 9628, AV1). Stateless. */
final class CodecMatcher {
    /** What we take of {@code rtcp-fb}, in the order in which it is written (RFC 4585, RFC 5104). */
    private static final List<String> VIDEO_FEEDBACK =
            List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli");

    private static final List<String> AUDIO_FEEDBACK = List.of("transport-cc");
    private static final String H264_PROFILE = "42e01f";

    private CodecMatcher() {}

    static List<String> feedback(MediaType type) {
        return type == MediaType.AUDIO ? AUDIO_FEEDBACK : VIDEO_FEEDBACK;
    }

    /** The codecs in common, the policy's order. */
    static List<WebCodec> match(RtpFormats formats, MediaType type, CodecPolicy policy) {
        List<WebCodec> common = new ArrayList<>();
        for (Codec codec : policy.of(type)) {
            find(formats, codec).ifPresent(common::add);
        }
        return common;
    }

    /** How the payload type is written in an {@code rtpmap}. */
    static String encoding(Codec codec) {
        return codec == Codec.OPUS ? "opus/48000/2" : codec.name() + "/90000";
    }

    /** The parameters in an offer of ours. */
    static String offered(Codec codec) {
        switch (codec) {
            case OPUS:
                return "minptime=10;useinbandfec=1";
            case H264:
                return "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=" + H264_PROFILE;
            case VP9:
                return "profile-id=0";
            default:
                return "";
        }
    }

    private static Optional<WebCodec> find(RtpFormats formats, Codec codec) {
        return formats.all().stream()
                .filter(format -> is(format, codec))
                .findFirst()
                .map(f -> new WebCodec(codec, f.payloadType(), formats.rtxOf(f.payloadType()), answered(f, codec)));
    }

    private static boolean is(RtpFormat format, Codec codec) {
        if (!format.name().equals(codec.name()) || format.clockRate() != codec.clockRate()) {
            return false;
        }
        switch (codec) {
            case OPUS:
                return format.channels() == 2;
            case H264:
                return format.parameter("packetization-mode", "0").equals("1")
                        && isConstrainedBaseline(format.parameter("profile-level-id", H264_PROFILE));
            case VP9:
                return format.parameter("profile-id", "0").equals("0");
            case AV1:
                return format.parameter("profile", "0").equals("0");
            default:
                return true;
        }
    }

    /** RFC 6184 section 8.1, table 5: 42 with constraint_set1, or 4D with constraint_set0, or 58 with both. */
    private static boolean isConstrainedBaseline(String profileLevelId) {
        if (!profileLevelId.matches("[0-9a-fA-F]{6}")) {
            return false;
        }
        int iop = Integer.parseInt(profileLevelId.substring(2, 4), 16);
        switch (profileLevelId.substring(0, 2).toLowerCase(Locale.ROOT)) {
            case "42":
                return (iop & 0x4F) == 0x40;
            case "4d":
                return (iop & 0x8F) == 0x80;
            case "58":
                return (iop & 0xCF) == 0xC0;
            default:
                return false;
        }
    }

    private static String answered(RtpFormat format, Codec codec) {
        switch (codec) {
            case OPUS:
                boolean stereo = format.parameter("sprop-stereo", "0").equals("1")
                        || format.parameter("stereo", "0").equals("1");
                return "minptime=10;useinbandfec=1"
                        + (format.parameter("usedtx", "0").equals("1") ? ";usedtx=1" : "")
                        + (stereo ? ";stereo=1" : "");
            case H264:
                return (format.parameter("level-asymmetry-allowed", "0").equals("1")
                                ? "level-asymmetry-allowed=1;"
                                : "")
                        + "packetization-mode=1;profile-level-id="
                        + format.parameter("profile-level-id", H264_PROFILE);
            case VP9:
            case AV1:
                return format.parameters();
            default:
                return "";
        }
    }
}
