package io.mediascope.transport.relay.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The datagrams that wait in a socket for their flush: used again and again, so that a send leaves no garbage. */
final class OutgoingDatagrams {
    private static final InetSocketAddress NOWHERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final Outgoing[] free;
    private int size;

    OutgoingDatagrams(int capacity) {
        free = new Outgoing[capacity];
    }

    /** Takes the reference of {@code payload}; {@code segmentLength} 0 = one datagram. */
    SegmentedDatagramPacket take(ByteBuf payload, int segmentLength, InetSocketAddress remote) {
        Outgoing datagram = size > 0 ? free[--size] : new Outgoing();
        datagram.payload = payload;
        datagram.segmentLength = segmentLength;
        datagram.remote = remote;
        return datagram;
    }

    /** Only ever has the one reference that the transport releases when it was sent, or could not be. */
    private final class Outgoing extends SegmentedDatagramPacket {
        private ByteBuf payload = Unpooled.EMPTY_BUFFER;
        private int segmentLength;
        private InetSocketAddress remote = NOWHERE;

        Outgoing() {
            super(Unpooled.EMPTY_BUFFER, 1, NOWHERE);
        }

        @Override
        public ByteBuf content() {
            return payload;
        }

        @Override
        public InetSocketAddress recipient() {
            return remote;
        }

        @Override
        public int segmentSize() {
            return segmentLength;
        }

        @Override
        public int refCnt() {
            return payload.refCnt();
        }

        @Override
        public boolean release() {
            ByteBuf sent = payload;
            payload = Unpooled.EMPTY_BUFFER;
            remote = NOWHERE;
            if (size < free.length) {
                free[size++] = this;
            }
            return sent.release();
        }

        @Override
        public boolean release(int decrement) {
            return release();
        }

        @Override
        public String toString() {
            return "Outgoing[" + remote + "]";
        }
    }
}
