package io.mediascope.sdk.stream;

import io.mediascope.media.feedback.ArrivalRecorder;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.sdk.path.PacketBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;

/**
 * Who is at the other end of a way, the relay or the peer, with the SRTCP between (RFC 3711 section 3.4): packets to
 * it, RTCP to and from it.
 */
public final class Hop {
    /** The way to the other end. */
    public interface Way {
        /** {@code packets} keeps its owner. */
        void send(MediaType type, ByteBuf packets, PacketBatch batch);

        /** False while nothing can be sent. */
        boolean isOpen(MediaType type);

        /** True while more video only makes the delay grow. */
        boolean behind(MediaType type);
    }

    private static final int MAX_RTCP = 1200;
    private static final int ROOM = 128;

    private final String name;
    private final Way way;
    private final int localSsrc;
    private final SrtcpSender sender;
    private final SrtcpReceiver receiver;
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] plain = new byte[MAX_RTCP];
    private final byte[] sealed = new byte[MAX_RTCP + ROOM];
    private final byte[] opened = new byte[4096];
    private final PacketBatch single = new PacketBatch();
    private final ArrivalRecorder audioArrivals = new ArrivalRecorder();
    private final ArrivalRecorder videoArrivals = new ArrivalRecorder();

    public Hop(String name, Way way, HopKeys keys) {
        this.name = name;
        this.way = way;
        this.localSsrc = keys.clientSsrc();
        this.sender = new SrtcpSender(SrtpProfile.AEAD_AES_128_GCM, keys.clientToNode(), true);
        this.receiver = new SrtcpReceiver(SrtpProfile.AEAD_AES_128_GCM, List.of(keys.nodeToClient()), true);
    }

    public int localSsrc() {
        return localSsrc;
    }

    public boolean isOpen(MediaType type) {
        return way.isOpen(type);
    }

    boolean behind(MediaType type) {
        return way.behind(type);
    }

    /** Where arrivals are noted for the next feedback (RFC 8888). */
    public ArrivalRecorder arrivals(MediaType type) {
        return type == MediaType.AUDIO ? audioArrivals : videoArrivals;
    }

    /** Begins an RTCP packet; {@link #send(MediaType)} sends it. */
    public RtcpWriter begin() {
        return writer.reset(plain, 0, MAX_RTCP);
    }

    /** Seals and sends what was written since {@link #begin}. */
    public void send(MediaType type) {
        int length = writer.length();
        if (length == 0 || !way.isOpen(type)) {
            return;
        }
        int bytes = sender.protect(plain, 0, length, sealed, 0);
        if (bytes > 0) {
            ByteBuf packet =
                    PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes).writeBytes(sealed, 0, bytes);
            send(type, packet);
            packet.release();
        }
    }

    /** Sends one sealed packet; {@code packet} keeps its owner. */
    void send(MediaType type, ByteBuf packet) {
        single.clear();
        single.add(packet.readableBytes());
        way.send(type, packet, single);
    }

    void send(MediaType type, ByteBuf packets, PacketBatch batch) {
        way.send(type, packets, batch);
    }

    /** Opens an SRTCP packet and hands its parts to {@code handler}; false when it was refused. */
    public boolean receive(byte[] buf, int length, RtcpHandler handler) {
        if (length > opened.length) {
            return false;
        }
        int bytes = receiver.unprotect(buf, 0, length, opened, 0);
        return bytes > 0 && RtcpReader.read(opened, 0, bytes, handler);
    }

    @Override
    public String toString() {
        return name;
    }
}
