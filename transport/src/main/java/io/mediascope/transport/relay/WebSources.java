package io.mediascope.transport.relay;

import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the encoding that a publisher's packet belongs to: by an SSRC known from SDP or latched before; else by mid and rid or
 * repaired rid (RFC 9143 section 9.2, RFC 8852); else by its payload type when only one encoding can have it. A browser stops
 * sending mid and rid after the first receiver report, so what they said once stays latched.
 */
final class WebSources {
    private final IntObjectHashMap<WebSource> bySsrc = new IntObjectHashMap<>();
    private List<WebSource> sources = new ArrayList<>();
    private WebExtensions extensions = WebExtensions.NONE;

    /** Takes the sections as negotiated; encodings that stay keep what they were latched to. */
    void apply(List<WebSection> sections) {
        List<WebSource> next = new ArrayList<>();
        extensions = WebExtensions.NONE;
        for (WebSection section : sections) {
            if (section.track() == null || section.codecs().isEmpty()) {
                continue;
            }
            extensions = merged(extensions, section.extensions());
            section.encodings().forEach(encoding -> next.add(source(section, encoding)));
        }
        sources = next;
        bySsrc.clear();
        for (WebSource source : sources) {
            register(source, source.ssrc());
            register(source, source.rtxSsrc());
        }
    }

    /** An id means the same in every section that has it (RFC 9143 section 15.1), but audio has no rid. */
    private static WebExtensions merged(WebExtensions a, WebExtensions b) {
        return new WebExtensions(
                Math.max(a.mid(), b.mid()),
                Math.max(a.rid(), b.rid()),
                Math.max(a.repairedRid(), b.repairedRid()),
                Math.max(a.audioLevel(), b.audioLevel()),
                Math.max(a.absSendTime(), b.absSendTime()),
                Math.max(a.transportSequence(), b.transportSequence()),
                Math.max(a.videoOrientation(), b.videoOrientation()),
                Math.max(a.playoutDelay(), b.playoutDelay()));
    }

    private WebSource source(WebSection section, WebEncoding encoding) {
        for (WebSource held : sources) {
            if (held.isSame(section, encoding) && said(held.ssrc(), encoding.ssrc())) {
                held.section(section);
                return held;
            }
        }
        return new WebSource(section, encoding);
    }

    /** Whether the SSRC held does not contradict what SDP says now. */
    private static boolean said(int held, int inSdp) {
        return inSdp == 0 || inSdp == held;
    }

    private void register(WebSource source, int ssrc) {
        if (ssrc != 0) {
            bySsrc.put(ssrc, source);
        }
    }

    /**
     * The source of a packet whose header is valid; null when it is of none. An SSRC that is new is latched.
     *
     * @param read the packet's header extensions
     */
    @Nullable
    WebSource find(byte[] packet, RtpExtensions read) {
        WebSource known = bySsrc.get(RtpHeader.ssrc(packet, 0));
        return known != null ? known : latch(packet, read);
    }

    private @Nullable WebSource latch(byte[] packet, RtpExtensions read) {
        int payloadType = RtpHeader.payloadType(packet, 0);
        String mid = read.text(extensions.mid());
        String rid = read.text(extensions.rid());
        String repairedRid = read.text(extensions.repairedRid());
        WebSource only = null;
        for (WebSource source : sources) {
            if (!matches(mid, source.section().mid()) || !carries(source, payloadType, rid, repairedRid)) {
                continue;
            }
            if (only != null) {
                return null;
            }
            only = source;
        }
        if (only != null) {
            latch(only, RtpHeader.ssrc(packet, 0), only.isRetransmission(payloadType));
        }
        return only;
    }

    private static boolean carries(WebSource source, int payloadType, String rid, String repairedRid) {
        if (source.isRetransmission(payloadType)) {
            return matches(repairedRid, source.encoding().rid());
        }
        return source.codec(payloadType) != null
                && matches(rid, source.encoding().rid());
    }

    /** What the packet does not say matches everything. */
    private static boolean matches(String said, String name) {
        return said.isEmpty() || said.equals(name);
    }

    private void latch(WebSource source, int ssrc, boolean rtx) {
        bySsrc.remove(rtx ? source.rtxSsrc() : source.ssrc());
        source.latch(ssrc, rtx);
        bySsrc.put(ssrc, source);
    }

    /** Of all sections together. */
    WebExtensions extensions() {
        return extensions;
    }

    @Nullable
    WebSource bySsrc(int ssrc) {
        return bySsrc.get(ssrc);
    }

    List<WebSource> all() {
        return sources;
    }
}
