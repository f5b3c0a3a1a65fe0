package io.mediascope.media.sdp;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.webrtc.WebExtensions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The RTP header extensions of a media section (RFC 8285 section 5): {@code extmap} lines to ids and back. */
final class ExtensionMap {
    private static final int MAX_ID = 255;
    private static final int NO_ID = 15;

    /** What we know of. */
    enum Kind {
        AUDIO_LEVEL(1, "urn:ietf:params:rtp-hdrext:ssrc-audio-level"),
        ABS_SEND_TIME(2, "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time"),
        TRANSPORT_SEQUENCE(3, "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01"),
        MID(4, "urn:ietf:params:rtp-hdrext:sdes:mid"),
        PLAYOUT_DELAY(5, "http://www.webrtc.org/experiments/rtp-hdrext/playout-delay"),
        VIDEO_ORIENTATION(6, "urn:3gpp:video-orientation"),
        RID(7, "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id"),
        REPAIRED_RID(8, "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id");

        private final int offeredId;
        private final String uri;

        Kind(int offeredId, String uri) {
            this.offeredId = offeredId;
            this.uri = uri;
        }
    }

    private static final Set<Kind> AUDIO =
            EnumSet.of(Kind.AUDIO_LEVEL, Kind.ABS_SEND_TIME, Kind.TRANSPORT_SEQUENCE, Kind.MID);
    private static final Set<Kind> VIDEO = EnumSet.complementOf(EnumSet.of(Kind.AUDIO_LEVEL));
    private static final Set<Kind> ONLY_TOWARDS_US = EnumSet.of(Kind.RID, Kind.REPAIRED_RID);

    private final Map<Kind, Integer> ids = new EnumMap<>(Kind.class);
    private final List<SdpAttribute> lines = new ArrayList<>();

    private ExtensionMap() {}

    /** What the node offers where it sends: the same ids in every section, as BUNDLE asks for (RFC 9143 section 9.1). */
    static ExtensionMap offered(MediaType type) {
        ExtensionMap map = new ExtensionMap();
        for (Kind kind : Kind.values()) {
            if (of(type).contains(kind) && !ONLY_TOWARDS_US.contains(kind)) {
                map.add(kind, kind.offeredId, "");
            }
        }
        return map;
    }

    /**
     * What a section of the client says, as far as we take it.
     *
     * @param sends whether the node sends in the section
     */
    static ExtensionMap read(MediaSection section, MediaType type, boolean sends) throws SdpException {
        ExtensionMap map = new ExtensionMap();
        for (SdpAttribute attribute : section.attributes("extmap")) {
            String[] parts = attribute.value().split(" ", -1);
            String[] idAndDirection = parts[0].split("/", -1);
            if (parts.length < 2 || idAndDirection.length > 2) {
                throw SdpException.malformed(attribute.line(), "a=extmap must be: id, optional direction, URI");
            }
            int id = id(attribute, idAndDirection[0]);
            String direction = idAndDirection.length == 2 ? idAndDirection[1] : "";
            map.take(parts[1], id, direction, type, sends);
        }
        return map;
    }

    private void take(String uri, int id, String direction, MediaType type, boolean sends) {
        String unwanted = sends ? Direction.SENDONLY.attribute() : Direction.RECVONLY.attribute();
        boolean writable = id != NO_ID && id <= (sends ? RtpExtensions.MAX_SHORT_ID : MAX_ID);
        if (!writable
                || ids.containsValue(id)
                || direction.equals(unwanted)
                || direction.equals(Direction.INACTIVE.attribute())) {
            return;
        }
        for (Kind kind : of(type)) {
            if (kind.uri.equals(uri) && !ids.containsKey(kind) && !(sends && ONLY_TOWARDS_US.contains(kind))) {
                add(kind, id, mirrored(direction));
            }
        }
    }

    /** Only those that the other map has under the same id. */
    WebExtensions commonWith(ExtensionMap other) {
        ExtensionMap common = new ExtensionMap();
        ids.forEach((kind, id) -> {
            if (id.equals(other.ids.get(kind))) {
                common.add(kind, id, "");
            }
        });
        return common.extensions();
    }

    boolean has(Kind kind) {
        return ids.containsKey(kind);
    }

    WebExtensions extensions() {
        return new WebExtensions(
                id(Kind.MID),
                id(Kind.RID),
                id(Kind.REPAIRED_RID),
                id(Kind.AUDIO_LEVEL),
                id(Kind.ABS_SEND_TIME),
                id(Kind.TRANSPORT_SEQUENCE),
                id(Kind.VIDEO_ORIENTATION),
                id(Kind.PLAYOUT_DELAY));
    }

    /** The {@code extmap} lines to write. */
    List<SdpAttribute> lines() {
        return lines;
    }

    private void add(Kind kind, int id, String direction) {
        ids.put(kind, id);
        lines.add(SdpAttribute.of("extmap", id + (direction.isEmpty() ? "" : "/" + direction) + " " + kind.uri));
    }

    private int id(Kind kind) {
        return ids.getOrDefault(kind, 0);
    }

    private static Set<Kind> of(MediaType type) {
        return type == MediaType.AUDIO ? AUDIO : VIDEO;
    }

    private static String mirrored(String direction) {
        if (direction.equals(Direction.SENDONLY.attribute())) {
            return Direction.RECVONLY.attribute();
        }
        return direction.equals(Direction.RECVONLY.attribute()) ? Direction.SENDONLY.attribute() : direction;
    }

    private static int id(SdpAttribute attribute, String text) throws SdpException {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) == 0) {
            throw SdpException.malformed(attribute.line(), "the id of a=extmap must be 1 or more");
        }
        return Integer.parseInt(text);
    }
}
