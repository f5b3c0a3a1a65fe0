package io.mediascope.it.support;

import io.mediascope.cluster.MediascopeNode;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.awaitility.Awaitility;

/** A management link without an SDK: shows every message that a participant is sent. It has no media. */
public final class RawLink implements AutoCloseable {
    private final SSLSocket socket;
    private final Queue<Envelope> received = new ConcurrentLinkedQueue<>();

    private RawLink(SSLSocket socket) {
        this.socket = socket;
    }

    /** Joins and waits for the answer. */
    public static RawLink join(TestNode node, String scopeId, String token) throws IOException {
        RawLink link = new RawLink(connect(node.node));
        Thread reader = new Thread(link::read, "raw-link");
        reader.setDaemon(true);
        reader.start();
        link.send(Envelope.newBuilder()
                .setRequestId(1)
                .setAuthRequest(AuthRequest.newBuilder()
                        .setProtocolVersion(WireProtocol.VERSION)
                        .setApplicationId(node.applicationId)
                        .setScopeId(scopeId)
                        .setToken(token)
                        .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                        .setClientVersion("raw")
                        .setJoinId(UUID.randomUUID().toString()))
                .build());
        return link;
    }

    private static SSLSocket connect(MediascopeNode node) throws IOException {
        SSLSocket socket = (SSLSocket) trusting().getSocketFactory().createSocket("127.0.0.1", node.linkPort());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {WireProtocol.ALPN_LINK});
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** Whoever answers on the node's port in this process is the node. */
    private static SSLContext trusting() throws IOException {
        X509TrustManager anybody = new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        };
        try {
            SSLContext tls = SSLContext.getInstance("TLS");
            tls.init(null, new TrustManager[] {anybody}, null);
            return tls;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    public AuthResponse welcome() {
        return await(Envelope::hasAuthResponse).getAuthResponse();
    }

    /** The first message that fits; all stay where they are. */
    public Envelope await(Predicate<Envelope> wanted) {
        return Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .until(() -> received.stream().filter(wanted).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    public List<Envelope> received() {
        return received.stream().collect(Collectors.toList());
    }

    public void leave() throws IOException {
        send(Envelope.newBuilder().setGoodbye(Goodbye.getDefaultInstance()).build());
    }

    private synchronized void send(Envelope message) throws IOException {
        byte[] bytes = message.toByteArray();
        DataOutputStream out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    private void read() {
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                received.add(Envelope.parseFrom(in.readNBytes(in.readInt())));
            }
        } catch (IOException e) {
            // closed by one of both sides
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
