package io.mediascope.transport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import io.mediascope.transport.relay.PeerNode;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bindings byte by byte: what a lite agent answers, and what it does not. */
class BindingTest {
    private static final int STRANGERS_PER_SECOND = 10_000;

    private final PeerNode node = new PeerNode(WebSettings.defaults(), "127.0.0.1");
    private final PeerNode.Peer peer = node.open();
    private final AtomicLong transaction = new AtomicLong();
    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(3_000);
    }

    @AfterEach
    void close() {
        socket.close();
        node.close();
    }

    private byte[] binding(Consumer<StunWriter> attributes, boolean fingerprint) {
        StunCredentials ice = peer.connection.local().ice();
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer = new StunWriter()
                .bindingRequest(out, 0, 1, transaction.incrementAndGet())
                .username((ice.ufrag() + ":them").getBytes(StandardCharsets.UTF_8));
        attributes.accept(writer);
        writer.integrity(new StunIntegrity(ice.password()));
        if (fingerprint) {
            writer.fingerprint();
        }
        return Arrays.copyOf(out, writer.length());
    }

    private void send(DatagramSocket from, byte[] bytes) throws IOException {
        from.send(new DatagramPacket(bytes, bytes.length, node.mux()));
    }

    private StunMessage exchange(byte[] request) throws IOException {
        send(socket, request);
        DatagramPacket answer = new DatagramPacket(new byte[StunMessage.MAX_LENGTH], StunMessage.MAX_LENGTH);
        socket.receive(answer);
        StunMessage message = new StunMessage();
        assertThat(message.parse(answer.getData(), 0, answer.getLength())).isTrue();
        assertThat(message.verifyIntegrity(
                        new StunIntegrity(peer.connection.local().ice().password())))
                .isTrue();
        assertThat(message.hasFingerprint()).isTrue();
        return message;
    }

    @Test
    void shouldTellTheSenderItsAddress() throws IOException {
        StunMessage answer = exchange(binding(writer -> writer.iceControlling(7).useCandidate(), true));
        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        assertThat(answer.mappedAddress()).isEqualTo(socket.getLocalSocketAddress());
        await().untilAsserted(() -> assertThat(peer.heard).containsExactly("path udp"));
    }

    @Test
    void shouldSendAnAgentThatWantsToBeControlledIntoTheOtherRole() throws IOException {
        StunMessage answer = exchange(binding(writer -> writer.iceControlled(7), true));
        assertThat(answer.errorCode()).isEqualTo(487);
        assertThat(peer.heard).isEmpty();
    }

    @Test
    void shouldNameAnAttributeThatItMustUnderstandAndDoesNot() throws IOException {
        StunMessage answer = exchange(binding(
                writer -> {
                    writer.priority(1);
                },
                true));
        assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
        byte[] unknown = unknownAttribute();
        assertThat(exchange(unknown).errorCode()).isEqualTo(420);
    }

    private byte[] unknownAttribute() {
        StunCredentials ice = peer.connection.local().ice();
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer = new StunWriter()
                .bindingRequest(out, 0, 1, transaction.incrementAndGet())
                .username((ice.ufrag() + ":them").getBytes(StandardCharsets.UTF_8));
        int at = writer.length();
        writer.priority(1);
        out[at] = 0x77;
        out[at + 1] = 0x77;
        writer.integrity(new StunIntegrity(ice.password())).fingerprint();
        return Arrays.copyOf(out, writer.length());
    }

    @Test
    void shouldWantAFingerprint() throws IOException {
        send(socket, binding(writer -> writer.iceControlling(7), false));
        await().until(() -> node.count(WebCounter.BINDING_NO_FINGERPRINT) == 1);
    }

    @Test
    void shouldNotFollowABindingThatWasOverheard() throws IOException {
        byte[] overheard = binding(writer -> writer.iceControlling(7).useCandidate(), true);
        exchange(overheard);
        exchange(overheard); // its own sender may repeat it
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            send(elsewhere, overheard);
            await().until(() -> node.count(WebCounter.BINDING_REPLAYED) == 1);
        }
        assertThat(peer.heard).containsExactly("path udp");
    }

    /** A call goes on undisturbed while strangers ask as fast as they can. */
    @Test
    void shouldServeItsPeersWhileStrangersAsk() throws IOException {
        try (PeerClient client = new PeerClient(node.open()).connect(node);
                DatagramSocket stranger = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            byte[] forged = binding(writer -> writer.iceControlling(7).useCandidate(), true);
            forged[forged.length - 1] ^= 1; // FINGERPRINT
            byte[] unknown = new byte[StunMessage.MAX_LENGTH];
            StunWriter writer = new StunWriter()
                    .bindingRequest(unknown, 0, 1, 2)
                    .username("00nobody:them".getBytes(StandardCharsets.UTF_8))
                    .integrity(new StunIntegrity("a guess"))
                    .fingerprint();
            for (int i = 0; i < STRANGERS_PER_SECOND; i++) {
                send(stranger, i % 2 == 0 ? forged : Arrays.copyOf(unknown, writer.length()));
                if (i % 200 == 0) {
                    client.sendRtp(0x11, i / 200);
                }
            }
            await().until(() -> client.peer.rtp.size() == STRANGERS_PER_SECOND / 200);
            assertThat(node.count(WebCounter.BINDING_UNKNOWN_USER)).isPositive();
            assertThat(client.peer.heard).doesNotContain("closed", "silent");
        }
    }
}
