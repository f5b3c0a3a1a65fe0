package io.mediascope.media.sdp;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.webrtc.WebEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The encodings that a client publishes in a section: by rid (RFC 8851, RFC 8853), or by SSRC (RFC 5576; SSRCs of one track in a group
 * {@code SIM}). WebRTC lists them from the smallest to the best.
 */
final class Encodings {
    /** Encodings of one section that are looked at. */
    private static final int MAX = 16;

    private final List<WebEncoding> encodings;

    private Encodings(List<WebEncoding> encodings) {
        this.encodings = encodings;
    }

    static Encodings read(MediaSection section, boolean ridExtension, boolean rtx, int maxLayers) throws SdpException {
        List<String> rids = ridExtension ? simulcast(section) : List.of();
        if (!rids.isEmpty()) {
            return new Encodings(layers(rids, maxLayers, (rid, layer) -> new WebEncoding(rid, layer, 0, 0)));
        }
        Map<Integer, Integer> rtxOf = new LinkedHashMap<>();
        List<Integer> ssrcs = ssrcs(section, rtxOf);
        if (ssrcs.isEmpty()) {
            return new Encodings(List.of(new WebEncoding("", LayerName.HIGH, 0, 0)));
        }
        return new Encodings(layers(
                ssrcs,
                maxLayers,
                (ssrc, layer) -> new WebEncoding("", layer, ssrc, rtx ? rtxOf.getOrDefault(ssrc, 0) : 0)));
    }

    /** Best first. */
    List<WebEncoding> list() {
        return encodings;
    }

    /** What an answer says of them; nothing when they have no rids. */
    List<SdpAttribute> lines() {
        List<SdpAttribute> lines = new ArrayList<>();
        List<String> rids = new ArrayList<>();
        for (int i = encodings.size() - 1; i >= 0; i--) {
            String rid = encodings.get(i).rid();
            if (!rid.isEmpty()) {
                rids.add(rid);
                lines.add(SdpAttribute.of("rid", rid + " recv"));
            }
        }
        if (!rids.isEmpty()) {
            lines.add(SdpAttribute.of("simulcast", "recv " + String.join(";", rids)));
        }
        return lines;
    }

    /** Makes an encoding. */
    private interface Maker<T> {
        WebEncoding make(T name, LayerName layer);
    }

    private static <T> List<WebEncoding> layers(List<T> smallestFirst, int maxLayers, Maker<T> maker) {
        List<WebEncoding> layers = new ArrayList<>();
        layers.add(maker.make(smallestFirst.get(smallestFirst.size() - 1), LayerName.HIGH));
        if (smallestFirst.size() > 1 && maxLayers > 1) {
            layers.add(maker.make(smallestFirst.get(0), LayerName.LOW));
        }
        return layers;
    }

    /** RFC 8853 section 5.1: streams divided by ";", of alternatives ("," between them) the first, "~" = paused at first. */
    private static List<String> simulcast(MediaSection section) throws SdpException {
        Optional<SdpAttribute> line = section.attribute("simulcast");
        if (line.isEmpty()) {
            return List.of();
        }
        String[] words = line.get().value().split(" +", -1);
        List<String> rids = new ArrayList<>();
        for (int i = 0; i + 1 < words.length; i += 2) {
            if (words[i].equals("send")) {
                for (String stream : words[i + 1].split(";", MAX)) {
                    String rid = stream.split(",", -1)[0].replaceFirst("^~", "");
                    rids.add(checkRid(section, line.get(), rid));
                }
            }
        }
        return rids;
    }

    private static String checkRid(MediaSection section, SdpAttribute line, String rid) throws SdpException {
        boolean described = section.attributes("rid").stream()
                .anyMatch(a -> a.value().equals(rid + " send") || a.value().startsWith(rid + " send "));
        if (!described || !rid.matches("[0-9A-Za-z_-]{1,16}")) {
            throw SdpException.malformed(line.line(), "a=simulcast names a rid that no a=rid describes");
        }
        return rid;
    }

    private static List<Integer> ssrcs(MediaSection section, Map<Integer, Integer> rtxOf) throws SdpException {
        List<Integer> simulcast = new ArrayList<>();
        for (SdpAttribute group : section.attributes("ssrc-group")) {
            String[] words = group.value().split(" +", -1);
            if (words[0].equals("FID") && words.length == 3) {
                rtxOf.put(ssrc(group, words[1]), ssrc(group, words[2]));
            } else if (words[0].equals("SIM")) {
                for (int i = 1; i < words.length && i <= MAX; i++) {
                    simulcast.add(ssrc(group, words[i]));
                }
            }
        }
        if (!simulcast.isEmpty()) {
            return simulcast;
        }
        Set<Integer> all = new LinkedHashSet<>();
        for (SdpAttribute line : section.attributes("ssrc")) {
            all.add(ssrc(line, line.value().split(" ", 2)[0]));
        }
        all.removeAll(rtxOf.values());
        return all.stream().limit(1).toList();
    }

    private static int ssrc(SdpAttribute line, String text) throws SdpException {
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > 0xFFFF_FFFFL) {
            throw SdpException.malformed(line.line(), "an SSRC is 0 to 4294967295");
        }
        return Integer.parseUnsignedInt(text);
    }
}
