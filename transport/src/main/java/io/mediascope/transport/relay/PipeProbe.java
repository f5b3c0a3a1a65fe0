package io.mediascope.transport.relay;

import io.mediascope.media.routing.PipeRoute;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Proves this node to the far end of a pipe, as a client does to its node: Bindings from the audio and the video socket, each tick
 * for a second, then each half second. The far end proves itself here in the same way, so answers need not be read.
 */
final class PipeProbe {
    private static final long EAGER_NS = 1_000_000_000L;
    private static final long INTERVAL_NS = 500_000_000L;

    private final LoopContext loop;
    private final InetSocketAddress audio;
    private final InetSocketAddress video;
    private final byte[] username;
    private final StunIntegrity integrity;
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];
    private final long startedNs;
    private long sentNs;
    private long sequence;

    PipeProbe(PipeRoute route, LoopContext loop) {
        this.loop = loop;
        this.audio = new InetSocketAddress(route.audioHost(), route.audioPort());
        this.video = new InetSocketAddress(route.videoHost(), route.videoPort());
        this.username = route.remote().ufrag().getBytes(StandardCharsets.UTF_8);
        this.integrity = new StunIntegrity(route.remote().password());
        this.startedNs = loop.turn().begin();
        this.sentNs = startedNs - INTERVAL_NS;
    }

    /** To be called each tick. */
    void turn(long nowNs) {
        if (nowNs - startedNs > EAGER_NS && nowNs - sentNs < INTERVAL_NS) {
            return;
        }
        sentNs = nowNs;
        bind(SocketKind.AUDIO, audio);
        bind(SocketKind.VIDEO, video);
    }

    private void bind(SocketKind kind, InetSocketAddress to) {
        UdpSocket socket = to.isUnresolved() ? null : loop.turn().socket(kind, to);
        if (socket == null) {
            return;
        }
        long transaction = ThreadLocalRandom.current().nextLong();
        writer.bindingRequest(out, 0, (int) (transaction >>> 13), transaction)
                .username(username)
                .sequence(++sequence)
                .useCandidate()
                .integrity(integrity)
                .fingerprint();
        ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer(writer.length());
        packet.writeBytes(out, 0, writer.length());
        socket.send(packet, to);
    }
}
