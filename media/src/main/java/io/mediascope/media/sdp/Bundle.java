package io.mediascope.media.sdp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which sections of a client's description share the one transport (RFC 9143), and whether we can do that. */
final class Bundle {
    private static final int MAX_MID = 64;

    private final List<String> mids;
    private final MediaSection tagged;

    private Bundle(List<String> mids, MediaSection tagged) {
        this.mids = mids;
        this.tagged = tagged;
    }

    /** Without a group a description may have one section only. */
    static Bundle read(SessionDescription description) throws SdpException {
        List<MediaSection> open =
                description.sections().stream().filter(s -> !s.refused()).toList();
        if (open.isEmpty()) {
            throw SdpException.malformed(0, "there is no media section that is not refused");
        }
        checkMids(description.sections());
        List<String> group = group(description);
        if (group.isEmpty() && open.size() == 1) {
            return new Bundle(List.of(open.get(0).mid()), open.get(0));
        }
        if (group.isEmpty()) {
            throw SdpException.unsupported(0, "a=group:BUNDLE is missing: all media must share one transport");
        }
        for (String mid : group) {
            for (MediaSection section : open) {
                if (section.mid().equals(mid)) {
                    return new Bundle(group, section);
                }
            }
        }
        throw SdpException.malformed(0, "a=group:BUNDLE names no section that is there");
    }

    private static List<String> group(SessionDescription description) {
        return description.attributes().stream()
                .filter(a -> a.name().equals("group") && a.value().startsWith("BUNDLE "))
                .findFirst()
                .map(a -> List.of(a.value().substring(7).trim().split(" +")))
                .orElse(List.of());
    }

    private static void checkMids(List<MediaSection> sections) throws SdpException {
        Set<String> seen = new HashSet<>();
        for (MediaSection section : sections) {
            String mid = section.mid();
            if (mid.isEmpty() && section.refused()) {
                continue;
            }
            if (!Token.isToken(mid) || mid.length() > MAX_MID) {
                throw SdpException.malformed(section.line(), "the section needs an a=mid of 1 to 64 token characters");
            }
            if (!seen.add(mid)) {
                throw SdpException.malformed(section.line(), "another section has the same a=mid");
            }
        }
    }

    boolean contains(MediaSection section) {
        return mids.contains(section.mid());
    }

    /** The section that speaks for all. */
    MediaSection tagged() {
        return tagged;
    }
}
