package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.tls.TlsTrust;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.MediaAuth;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One front door on loopback with a fresh identity, and short ways to talk to it. */
final class DoorFixture implements AutoCloseable {
    static final FrontDoorSettings FAST = FrontDoorSettings.defaults()
            .withBind("127.0.0.1", 0)
            .withTick(Duration.ofMillis(20))
            .withCloseGrace(Duration.ofMillis(500));

    final TlsIdentity identity;
    final TlsTrust trust;
    final RecordingHandlers handlers = new RecordingHandlers();
    final FrontDoor door;

    DoorFixture(Path folder, FrontDoorSettings settings) {
        this(folder, settings, DoorExtensions.none());
    }

    DoorFixture(Path folder, FrontDoorSettings settings, DoorExtensions extensions) {
        identity = TlsIdentity.selfSigned(folder);
        trust = TlsTrust.pinned(identity.fingerprint());
        door = FrontDoor.start(settings, identity, handlers, extensions);
    }

    long count(DoorCounter counter) {
        return door.counters().get(counter);
    }

    /** A link that has not said anything. */
    TestClient stranger() throws IOException {
        return TestClient.connect(door.port(), trust, WireProtocol.ALPN_LINK);
    }

    /** An authenticated link. */
    TestClient link() throws IOException {
        TestClient client = stranger();
        client.send(authRequest());
        client.next();
        return client;
    }

    TestClient media(String ticket) throws IOException {
        TestClient client = TestClient.connect(door.port(), trust, WireProtocol.ALPN_MEDIA);
        return client.send(MediaEnvelope.newBuilder()
                .setAuth(MediaAuth.newBuilder().setTicket(com.google.protobuf.ByteString.copyFromUtf8(ticket)))
                .build());
    }

    RecordingHandlers.Peer onlyPeer() {
        return handlers.links.get(0);
    }

    static Envelope authRequest() {
        return Envelope.newBuilder()
                .setRequestId(7)
                .setAuthRequest(AuthRequest.newBuilder().setToken("token"))
                .build();
    }

    static Envelope data(String topic, int bytes) {
        return Envelope.newBuilder()
                .setDataMessage(DataMessage.newBuilder()
                        .setTopic(topic)
                        .setPayload(com.google.protobuf.ByteString.copyFrom(new byte[bytes])))
                .build();
    }

    @Override
    public void close() {
        door.close();
    }
}
