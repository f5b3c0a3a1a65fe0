package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.netty.handler.ssl.JdkSslContext;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A blocking TLS client over a real socket, which can also send what no client should. */
final class TestClient implements AutoCloseable {
    private static final int READ_TIMEOUT_MS = 10_000;

    final SSLSocket socket;
    final DataInputStream in;
    final DataOutputStream out;

    private TestClient(SSLSocket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = new DataOutputStream(socket.getOutputStream());
    }

    static TestClient connect(int port, TlsTrust trust, String... alpn) throws IOException {
        return connect(port, trust, new SSLParameters(), alpn);
    }

    static TestClient connect(int port, TlsTrust trust, SSLParameters parameters, String... alpn) throws IOException {
        JdkSslContext context = (JdkSslContext) trust.toNettySslContext();
        Socket plain = plain(port);
        try {
            SSLSocket socket =
                    (SSLSocket) context.context().getSocketFactory().createSocket(plain, "127.0.0.1", port, true);
            parameters.setApplicationProtocols(alpn);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return new TestClient(socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    static Socket plain(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(READ_TIMEOUT_MS);
        return socket;
    }

    TestClient send(Envelope message) throws IOException {
        return sendFramed(message.toByteArray());
    }

    TestClient send(MediaEnvelope message) throws IOException {
        return sendFramed(message.toByteArray());
    }

    TestClient sendFramed(byte[] bytes) throws IOException {
        byte[] framed = java.nio.ByteBuffer.allocate(bytes.length + 4)
                .putInt(bytes.length)
                .put(bytes)
                .array();
        return sendRaw(framed);
    }

    TestClient sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    /** The next message, or null at the orderly end. */
    @Nullable
    Envelope next() throws IOException {
        byte[] bytes = nextFramed();
        return bytes == null ? null : Envelope.parseFrom(bytes);
    }

    @Nullable
    MediaEnvelope nextMedia() throws IOException {
        byte[] bytes = nextFramed();
        return bytes == null ? null : MediaEnvelope.parseFrom(bytes);
    }

    private byte @Nullable [] nextFramed() throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        return in.readNBytes(length);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
