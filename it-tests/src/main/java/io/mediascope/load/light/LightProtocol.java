package io.mediascope.load.light;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** What a light receiver says and answers, beside counting. Called on its loop. */
public interface LightProtocol {
    /** Sends one datagram from the receiver's socket. */
    interface Output {
        void send(byte[] packet, int lengthBytes, InetSocketAddress to);
    }

    /** The receiver's socket is open. */
    void begin(Output output, long nowNs);

    /** An RTP packet arrived, sealed as it is; keeps no reference. */
    void media(ByteBuf packet, long nowNs);

    /** Anything else arrived; keeps no reference. */
    void other(ByteBuf packet, long nowNs);

    /** To be called each 50 ms. */
    void turn(long nowNs);

    /** Whether media can come; any thread. */
    boolean ready();

    /** Only counts. */
    LightProtocol SILENT = new LightProtocol() {
        @Override
        public void begin(Output output, long nowNs) {}

        @Override
        public void media(ByteBuf packet, long nowNs) {}

        @Override
        public void other(ByteBuf packet, long nowNs) {}

        @Override
        public void turn(long nowNs) {}

        @Override
        public boolean ready() {
            return true;
        }
    };
}
