package io.mediascope.transport.web.client;

import io.mediascope.media.webrtc.IceCandidate;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** Packets over UDP, or framed over TCP (RFC 4571), between a light peer and one candidate of the node. */
abstract class PeerWire implements AutoCloseable {
    private static final int CONNECT_MS = 3_000;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    static PeerWire open(IceCandidate candidate) throws IOException {
        InetSocketAddress to = new InetSocketAddress(InetAddress.getByName(candidate.address()), candidate.port());
        return candidate.tcp() ? new Tcp(to) : new Udp(to);
    }

    abstract void send(byte[] packet, int offset, int length) throws IOException;

    /** One packet; -1 when none came in time. Only one thread receives. */
    abstract int receive(byte[] into, int timeoutMs) throws IOException;

    abstract InetSocketAddress local();

    @Override
    public abstract void close();

    private static final class Udp extends PeerWire {
        private final DatagramSocket socket;
        private final InetSocketAddress to;

        Udp(InetSocketAddress to) throws IOException {
            this.to = to;
            this.socket = new DatagramSocket(0, anyOf(to.getAddress()));
            socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        }

        /** On loopback the node is reached from the address that is its own. */
        private static InetAddress anyOf(InetAddress remote) throws IOException {
            return remote.isLoopbackAddress() ? remote : InetAddress.getByAddress(new byte[remote.getAddress().length]);
        }

        @Override
        void send(byte[] packet, int offset, int length) throws IOException {
            socket.send(new DatagramPacket(packet, offset, length, to));
        }

        @Override
        int receive(byte[] into, int timeoutMs) throws IOException {
            socket.setSoTimeout(timeoutMs);
            DatagramPacket packet = new DatagramPacket(into, into.length);
            try {
                socket.receive(packet);
                return packet.getLength();
            } catch (SocketTimeoutException e) {
                return -1;
            }
        }

        @Override
        InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private static final class Tcp extends PeerWire {
        private static final int BUFFER_BYTES = 64 * 1024;

        private final Socket socket = new Socket();
        private final byte[] buffer = new byte[BUFFER_BYTES];
        private int filled;

        Tcp(InetSocketAddress to) throws IOException {
            socket.connect(to, CONNECT_MS);
            socket.setTcpNoDelay(true);
        }

        @Override
        synchronized void send(byte[] packet, int offset, int length) throws IOException {
            byte[] frame = new byte[2 + length];
            frame[0] = (byte) (length >> 8);
            frame[1] = (byte) length;
            System.arraycopy(packet, offset, frame, 2, length);
            socket.getOutputStream().write(frame);
        }

        @Override
        int receive(byte[] into, int timeoutMs) throws IOException {
            while (!whole()) {
                socket.setSoTimeout(timeoutMs);
                try {
                    int read = socket.getInputStream().read(buffer, filled, buffer.length - filled);
                    if (read < 0) {
                        throw new IOException("the node closed the connection");
                    }
                    filled += read;
                } catch (SocketTimeoutException e) {
                    return -1;
                }
            }
            int length = frameLength();
            System.arraycopy(buffer, 2, into, 0, length);
            filled -= 2 + length;
            System.arraycopy(buffer, 2 + length, buffer, 0, filled);
            return length;
        }

        private boolean whole() {
            return filled >= 2 && filled >= 2 + frameLength();
        }

        private int frameLength() {
            return (buffer[0] & 0xFF) << 8 | (buffer[1] & 0xFF);
        }

        @Override
        InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                // it is of no more use either way
            }
        }
    }
}
