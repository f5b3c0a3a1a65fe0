package io.mediascope.media.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The payload types of one media section: {@code rtpmap}, {@code fmtp} and {@code rtcp-fb} brought together. */
final class RtpFormats {
    private static final int MAX_FEEDBACK = 32;

    private final List<RtpFormat> formats = new ArrayList<>();

    private RtpFormats() {}

    static RtpFormats read(MediaSection section) throws SdpException {
        Map<Integer, String> parameters = new LinkedHashMap<>();
        for (SdpAttribute attribute : section.attributes("fmtp")) {
            int space = space(attribute);
            parameters.putIfAbsent(
                    payloadType(attribute, space), attribute.value().substring(space + 1));
        }
        RtpFormats read = new RtpFormats();
        for (SdpAttribute attribute : section.attributes("rtpmap")) {
            int space = space(attribute);
            int payloadType = payloadType(attribute, space);
            if (section.formats().contains(Integer.toString(payloadType)) && read.none(payloadType)) {
                read.add(section, attribute, payloadType, space, parameters.getOrDefault(payloadType, ""));
            }
        }
        return read;
    }

    List<RtpFormat> all() {
        return formats;
    }

    /** The payload type of the retransmissions of {@code payloadType}, or -1. */
    int rtxOf(int payloadType) {
        return formats.stream()
                .filter(f -> f.name().equals("RTX") && f.parameter("apt", "").equals(Integer.toString(payloadType)))
                .mapToInt(RtpFormat::payloadType)
                .findFirst()
                .orElse(-1);
    }

    private boolean none(int payloadType) {
        return formats.stream().noneMatch(f -> f.payloadType() == payloadType);
    }

    private void add(MediaSection section, SdpAttribute attribute, int payloadType, int space, String parameters)
            throws SdpException {
        String[] encoding = attribute.value().substring(space + 1).trim().split("/", -1);
        if (encoding.length < 2 || encoding.length > 3) {
            throw SdpException.malformed(attribute.line(), "a=rtpmap must name a codec and its clock rate");
        }
        int channels = encoding.length == 3 ? number(attribute, encoding[2]) : 1;
        formats.add(new RtpFormat(
                payloadType,
                encoding[0].toUpperCase(Locale.ROOT),
                number(attribute, encoding[1]),
                channels,
                parameters,
                feedback(section, Integer.toString(payloadType))));
    }

    private static List<String> feedback(MediaSection section, String payloadType) {
        List<String> found = new ArrayList<>();
        for (SdpAttribute attribute : section.attributes("rtcp-fb")) {
            String value = attribute.value();
            int space = value.indexOf(' ');
            boolean applies = space > 0
                    && (value.startsWith("*")
                            ? space == 1
                            : value.substring(0, space).equals(payloadType));
            if (applies && found.size() < MAX_FEEDBACK) {
                found.add(value.substring(space + 1).trim());
            }
        }
        return found;
    }

    private static int space(SdpAttribute attribute) throws SdpException {
        int space = attribute.value().indexOf(' ');
        if (space < 1) {
            throw SdpException.malformed(
                    attribute.line(), "a=" + attribute.name() + " must be: payload type, space, value");
        }
        return space;
    }

    private static int payloadType(SdpAttribute attribute, int space) throws SdpException {
        int value = number(attribute, attribute.value().substring(0, space));
        if (value > 127) {
            throw SdpException.malformed(attribute.line(), "a payload type is 0 to 127");
        }
        return value;
    }

    private static int number(SdpAttribute attribute, String text) throws SdpException {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw SdpException.malformed(attribute.line(), "a=" + attribute.name() + ": a number was expected");
        }
        return Integer.parseInt(text);
    }
}
