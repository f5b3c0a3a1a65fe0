package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.Srtcp;
import io.mediascope.media.srtp.SrtpError;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.relay.udp.DatagramSink;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.mediascope.transport.relay.udp.UdpTransport;
import io.mediascope.transport.web.WebPeers;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of every packet through a loop, step by step: sort, find the stream, check the sender, open, account, keep, forward.
 * Whatever is wrong with a packet is a counter.
 */
final class PacketPath implements DatagramSink {
    private static final Logger LOG = LoggerFactory.getLogger(PacketPath.class);
    private static final int MAX_PACKET_BYTES = 1500;
    private static final int MIN_PACKET_BYTES = 8;
    private static final long LOG_INTERVAL_NS = 60_000_000_000L;

    private final RelayCounters counters;
    private final Turn turn;
    private final SsrcTable ssrcs;
    private final PathTable paths;
    private final StunResponder stun;
    private final RtcpIn rtcpIn;
    private final WebPeers webPeers;
    private final Runnable afterBatch;
    private final byte[] packet = new byte[UdpTransport.MAX_DATAGRAM_BYTES];
    private final byte[] plain = new byte[UdpTransport.MAX_DATAGRAM_BYTES];
    private boolean errorLogged;
    private long errorLoggedNs;

    /** @param afterBatch runs when everything of a read batch has left */
    PacketPath(LoopContext loop, StunResponder stun, RtcpIn rtcpIn, WebPeers webPeers, Runnable afterBatch) {
        this.counters = loop.counters();
        this.turn = loop.turn();
        this.ssrcs = loop.ssrcs();
        this.paths = loop.paths();
        this.stun = stun;
        this.rtcpIn = rtcpIn;
        this.webPeers = webPeers;
        this.afterBatch = afterBatch;
    }

    @Override
    public void datagram(UdpSocket socket, ByteBuf content, InetSocketAddress sender) {
        long nowNs = turn.begin();
        counters.increment(RelayCounter.DATAGRAMS_IN);
        int length = load(content);
        if (length > 0) {
            try {
                sort(socket, sender, length, nowNs);
            } catch (RuntimeException e) {
                failed(e, nowNs);
            }
        }
    }

    /** A packet of a participant's media connection, which vouches for its sender. Does not release {@code content}. */
    void overChannel(Participant sender, MediaType type, ByteBuf content) {
        long nowNs = turn.begin();
        counters.increment(RelayCounter.CHANNEL_PACKETS_IN);
        int length = load(content);
        if (length > 0) {
            try {
                sortChannel(sender, type, length, nowNs);
            } catch (RuntimeException e) {
                failed(e, nowNs);
            }
        }
    }

    @Override
    public void batchEnd() {
        turn.end();
        afterBatch.run();
    }

    RelayCounters counters() {
        return counters;
    }

    /** Copies the packet into the scratch array; 0 when its length is out of bounds. */
    private int load(ByteBuf content) {
        int length = content.readableBytes();
        if (length < MIN_PACKET_BYTES) {
            counters.increment(RelayCounter.EMPTY_DATAGRAM);
            return 0;
        }
        if (length > MAX_PACKET_BYTES) {
            counters.increment(RelayCounter.OVERSIZED);
            return 0;
        }
        counters.add(RelayCounter.BYTES_IN, length);
        content.getBytes(content.readerIndex(), packet, 0, length);
        return length;
    }

    private void sort(UdpSocket socket, InetSocketAddress sender, int length, long nowNs) {
        PacketKind kind = PacketKind.of(packet, 0, length);
        if (socket.kind() == SocketKind.MUX
                && kind != PacketKind.STUN
                && webPeers.received(kind, packet, length, sender, nowNs)) {
            return;
        }
        switch (kind) {
            case RTP -> rtp(socket, sender, length, nowNs);
            case RTCP -> rtcp(socket, sender, length, nowNs);
            case STUN -> stun.received(socket, packet, length, sender, nowNs);
            case DTLS -> counters.increment(RelayCounter.DTLS_UNEXPECTED);
            case UNKNOWN -> counters.increment(RelayCounter.UNKNOWN_PROTOCOL);
        }
    }

    private void sortChannel(Participant sender, MediaType type, int length, long nowNs) {
        PacketKind kind = PacketKind.of(packet, 0, length);
        if (kind == PacketKind.RTP) {
            rtpOverChannel(sender, type, length, nowNs);
        } else if (kind == PacketKind.RTCP) {
            sender.seen(nowNs);
            rtcpFrom(sender, length, nowNs);
        } else {
            counters.increment(RelayCounter.UNKNOWN_PROTOCOL);
        }
    }

    private void rtp(UdpSocket socket, InetSocketAddress sender, int length, long nowNs) {
        List<UpTrack> candidates = candidates(length);
        if (candidates == null) {
            return;
        }
        for (int i = 0; i < candidates.size(); i++) {
            UpTrack upTrack = candidates.get(i);
            if (upTrack.owner().path(socket.kind()).isFrom(sender)) {
                if (media(upTrack, upTrack.owner(), length, nowNs)) {
                    upTrack.owner().seen(socket.kind(), nowNs);
                }
                return;
            }
        }
        rtpOverPipe(candidates, socket, sender, length, nowNs);
    }

    /** The scope moves between nodes: a stream may come from its relay on the other one. */
    private void rtpOverPipe(
            List<UpTrack> candidates, UdpSocket socket, InetSocketAddress sender, int length, long nowNs) {
        for (int i = 0; i < candidates.size(); i++) {
            Participant pipe = candidates.get(i).owner().relay().pipe();
            if (pipe != null && pipe.path(socket.kind()).isFrom(sender)) {
                if (media(candidates.get(i), pipe, length, nowNs)) {
                    pipe.seen(socket.kind(), nowNs);
                }
                return;
            }
        }
        counters.increment(RelayCounter.RTP_WRONG_SENDER);
        for (int i = 0; i < candidates.size(); i++) {
            candidates.get(i).owner().strayed(socket.kind(), nowNs);
        }
    }

    private void rtpOverChannel(Participant sender, MediaType type, int length, long nowNs) {
        if (candidates(length) == null) {
            return;
        }
        UpTrack upTrack = sender.upTrack(RtpHeader.ssrc(packet, 0));
        if (upTrack == null || upTrack.type() != type) {
            counters.increment(RelayCounter.RTP_WRONG_SENDER);
        } else if (media(upTrack, sender, length, nowNs)) {
            sender.seen(nowNs);
        }
    }

    /** The streams of this SSRC; null, and counted, when the header is bad or there is none. */
    private @Nullable List<UpTrack> candidates(int length) {
        if (!RtpHeader.isValid(packet, 0, length)) {
            counters.increment(RelayCounter.RTP_MALFORMED);
            return null;
        }
        List<UpTrack> candidates = ssrcs.get(RtpHeader.ssrc(packet, 0));
        if (candidates == null) {
            counters.increment(RelayCounter.RTP_UNKNOWN_SSRC);
        }
        return candidates;
    }

    /** The sender is who it says: open, account, keep, forward. */
    private boolean media(UpTrack upTrack, Participant sender, int length, long nowNs) {
        if (RtpHeader.payloadType(packet, 0) != upTrack.stream().codec().payloadType()) {
            counters.increment(RelayCounter.RTP_WRONG_PAYLOAD_TYPE);
            return false;
        }
        int plainLength = upTrack.unprotect(packet, length, plain);
        if (plainLength < 0) {
            counters.increment(refusal(plainLength));
            return false;
        }
        counters.increment(RelayCounter.RTP_IN);
        upTrack.from(sender);
        boolean keyFrameStart = upTrack.account(plain, plainLength, length, nowNs);
        upTrack.forward(packet, length, keyFrameStart, turn);
        WebRoutes web = upTrack.webRoutes();
        if (web != null) {
            web.forward(upTrack, plain, plainLength, keyFrameStart, nowNs);
        }
        return true;
    }

    private void rtcp(UdpSocket socket, InetSocketAddress sender, int length, long nowNs) {
        Participant participant = paths.byRemote(socket.kind(), sender);
        if (participant == null) {
            participant = pipe(socket, sender);
        }
        if (participant == null) {
            counters.increment(RelayCounter.RTCP_UNKNOWN_SENDER);
        } else if (rtcpFrom(participant, length, nowNs)) {
            participant.seen(socket.kind(), nowNs);
        }
    }

    /** Pipes between the same loops share their addresses: the sender's SSRC, its own or that of a stream, tells them apart. */
    private @Nullable Participant pipe(UdpSocket socket, InetSocketAddress sender) {
        int ssrc = Srtcp.ssrc(packet, 0);
        Participant pipe = paths.pipe(ssrc);
        List<UpTrack> streams = pipe == null ? ssrcs.get(ssrc) : null;
        for (int i = 0; streams != null && pipe == null && i < streams.size(); i++) {
            pipe = streams.get(i).owner().relay().pipe();
        }
        return pipe != null && pipe.path(socket.kind()).isFrom(sender) ? pipe : null;
    }

    private boolean rtcpFrom(Participant participant, int length, long nowNs) {
        int plainLength = participant.rtcpReceiver().unprotect(packet, 0, length, plain, 0);
        if (plainLength < 0) {
            counters.increment(RelayCounter.RTCP_AUTH_FAILED);
            return false;
        }
        counters.increment(RelayCounter.RTCP_IN);
        if (!RtcpReader.read(plain, 0, plainLength, rtcpIn.from(participant, nowNs))) {
            counters.increment(RelayCounter.RTCP_MALFORMED);
        }
        return true;
    }

    private static RelayCounter refusal(int error) {
        return switch (error) {
            case SrtpError.REPLAYED -> RelayCounter.RTP_REPLAYED;
            case SrtpError.TOO_OLD -> RelayCounter.RTP_TOO_OLD;
            case SrtpError.UNKNOWN_MKI -> RelayCounter.RTP_UNKNOWN_MKI;
            case SrtpError.MALFORMED -> RelayCounter.RTP_MALFORMED;
            default -> RelayCounter.RTP_AUTH_FAILED;
        };
    }

    /** A fault of ours must not stop the loop; said once a minute at most. */
    private void failed(RuntimeException fault, long nowNs) {
        counters.increment(RelayCounter.INTERNAL_ERROR);
        if (!errorLogged || nowNs - errorLoggedNs > LOG_INTERVAL_NS) {
            errorLogged = true;
            errorLoggedNs = nowNs;
            LOG.error("A packet made the relay loop fail", fault);
        }
    }
}
