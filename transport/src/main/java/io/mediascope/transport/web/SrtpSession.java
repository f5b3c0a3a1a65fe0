package io.mediascope.transport.web;

import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpError;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.media.srtp.SrtpSender;
import io.netty.util.collection.IntObjectHashMap;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;

/**
 * SRTP under the keys of one DTLS handshake: a context per SSRC (RFC 3711 section 3.2.3), made by the SSRC's first packet that
 * is authentic. On the loop.
 */
final class SrtpSession {
    /** Returned in the place of a length when the peer has used up its SSRCs. */
    static final int TOO_MANY_SSRCS = -100;

    private static final int RTCP_SSRC_OFFSET = 4;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** Packets of unknown SSRCs looked at per second: each costs the making of a context, whoever sent it. */
    private static final int STRANGERS_PER_SECOND = 200;

    private static final long SECOND_NS = 1_000_000_000L;

    private final SrtpKeys keys;
    private final int maxSsrcs;
    private final IntObjectHashMap<SrtpReceiver> receivers = new IntObjectHashMap<>();
    private final IntObjectHashMap<SrtcpReceiver> rtcpReceivers = new IntObjectHashMap<>();
    private final IntObjectHashMap<SrtpSender> senders = new IntObjectHashMap<>();
    private final SrtcpSender rtcpSender;
    private int strangers;
    private long strangersSinceNs;

    SrtpSession(SrtpKeys keys, int maxSsrcs, long nowNs) {
        this.keys = keys;
        this.maxSsrcs = maxSsrcs;
        this.rtcpSender = new SrtcpSender(keys.profile(), keys.server(), false);
        this.strangersSinceNs = nowNs;
    }

    /** Opens an RTP packet with a valid header; the plain length, or a negative error. */
    int openRtp(byte[] packet, int length, byte[] plain, long nowNs) {
        int ssrc = RtpHeader.ssrc(packet, 0);
        SrtpReceiver known = receivers.get(ssrc);
        if (known != null) {
            return known.unprotect(packet, 0, length, plain, 0);
        }
        if (!admitsStranger(receivers.size(), nowNs)) {
            return TOO_MANY_SSRCS;
        }
        SrtpReceiver fresh = new SrtpReceiver(keys.profile(), List.of(keys.client()), ssrc, false);
        int plainLength = fresh.unprotect(packet, 0, length, plain, 0);
        if (plainLength >= 0) {
            receivers.put(ssrc, fresh);
        }
        return plainLength;
    }

    /** The same for RTCP, whose indices are the sender's SSRC's own (RFC 3711 section 3.4). */
    int openRtcp(byte[] packet, int length, byte[] plain, long nowNs) {
        if (length < RTCP_SSRC_OFFSET + 4) {
            return SrtpError.MALFORMED;
        }
        int ssrc = (int) INT.get(packet, RTCP_SSRC_OFFSET);
        SrtcpReceiver known = rtcpReceivers.get(ssrc);
        if (known != null) {
            return known.unprotect(packet, 0, length, plain, 0);
        }
        if (!admitsStranger(rtcpReceivers.size(), nowNs)) {
            return TOO_MANY_SSRCS;
        }
        SrtcpReceiver fresh = new SrtcpReceiver(keys.profile(), List.of(keys.client()), false);
        int plainLength = fresh.unprotect(packet, 0, length, plain, 0);
        if (plainLength >= 0) {
            rtcpReceivers.put(ssrc, fresh);
        }
        return plainLength;
    }

    private boolean admitsStranger(int known, long nowNs) {
        if (nowNs - strangersSinceNs >= SECOND_NS) {
            strangersSinceNs = nowNs;
            strangers = 0;
        }
        return known < maxSsrcs && strangers++ < STRANGERS_PER_SECOND;
    }

    /** Seals an RTP packet with a valid header into {@code out}; the length, or a negative error. */
    int sealRtp(byte[] plain, int length, byte[] out) {
        int ssrc = RtpHeader.ssrc(plain, 0);
        SrtpSender sender = senders.get(ssrc);
        if (sender == null) {
            sender = new SrtpSender(keys.profile(), keys.server(), ssrc, false);
            senders.put(ssrc, sender);
        }
        return sender.protect(plain, 0, length, out, 0);
    }

    int sealRtcp(byte[] plain, int length, byte[] out) {
        return rtcpSender.protect(plain, 0, length, out, 0);
    }
}
