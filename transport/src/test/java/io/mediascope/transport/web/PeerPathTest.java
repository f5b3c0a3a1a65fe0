package io.mediascope.transport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.transport.door.DoorCounter;
import io.mediascope.transport.relay.PeerNode;
import io.mediascope.transport.web.client.LightPeer;
import io.mediascope.transport.web.client.LightWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a peer is reached: credentials, restarts, TCP, silence and consent. */
class PeerPathTest {
    private static final WebSettings QUICK = WebSettings.defaults()
            .withTimes(Duration.ofMillis(300), Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(10));

    @TempDir
    private Path folder;

    private PeerNode node = new PeerNode(WebSettings.defaults(), "127.0.0.1");

    @AfterEach
    void close() {
        node.close();
    }

    private void quick() {
        node.close();
        node = new PeerNode(QUICK, "127.0.0.1");
    }

    private static IceCandidate udp(PeerNode.Peer peer) {
        return peer.connection.local().candidates().get(0);
    }

    @Test
    void shouldAnswerNobodyWithoutOurPassword() throws IOException {
        PeerNode.Peer peer = node.open();
        try (PeerClient stranger = new PeerClient(peer)) {
            LightWire wire = stranger.light.connect(peer.connection.local(), "a password of mine", udp(peer));
            await().until(() -> node.count(WebCounter.BINDING_BAD_INTEGRITY) >= 3);
            assertThat(wire.answers() + wire.errors()).isZero();
            assertThat(peer.heard).isEmpty();
        }
    }

    @Test
    void shouldCountBindingsForAnUnknownPeer() throws IOException {
        PeerNode.Peer peer = node.open();
        LocalPeer local = peer.connection.local();
        node.onLoop(() -> {
            peer.connection.close();
            return true;
        });
        try (PeerClient late = new PeerClient(peer)) {
            LightWire wire = late.light.connect(local, local.candidates().get(0));
            await().until(() -> node.count(WebCounter.BINDING_UNKNOWN_USER) >= 3);
            assertThat(wire.answers() + wire.errors()).isZero();
        }
    }

    @Test
    void shouldRestartIceWithoutLosingMedia() throws IOException {
        try (PeerClient client = new PeerClient(node.open()).connect(node)) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            client.sendRtp(0x11, 1);
            LocalPeer restarted = client.peer.connection.restartIce();
            client.sendRtp(0x11, 2);
            await().until(() -> client.peer.rtp.size() == 2);
            client.light.restart();
            LightWire fresh =
                    client.light.connect(restarted, restarted.candidates().get(0));
            await().until(() -> client.light.wire() == fresh);
            client.sendRtp(0x11, 3);
            await().until(() -> client.peer.rtp.size() == 3);
            assertThat(client.peer.heard.stream().filter("connected udp"::equals))
                    .hasSize(2);
            assertThat(node.count(WebCounter.HANDSHAKES)).isEqualTo(1);
        }
    }

    @Test
    void shouldMoveFromUdpToTcpAndBack() throws IOException {
        IceCandidate tcp = node.openDoor(folder);
        try (PeerClient client = new PeerClient(node.open()).connect(node)) {
            move(client, tcp, "connected tcp", 1);
            assertThat(node.door().counters().get(DoorCounter.HALF_OPEN)).isZero();
            move(client, udp(client.peer), "connected udp", 2);
            assertThat(client.peer.heard.stream().filter(event -> event.startsWith("path")))
                    .containsExactly("path udp", "path ice-tcp", "path udp");
        }
    }

    @Test
    void shouldTellItsMediaWhenAPathThatWentDeafWasReplaced() throws IOException {
        node.close();
        node = new PeerNode(
                WebSettings.defaults()
                        .withTimes(
                                Duration.ofMillis(300),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(10)),
                "127.0.0.1");
        IceCandidate tcp = node.openDoor(folder);
        try (PeerClient client = new PeerClient(node.open()).connect(node)) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            client.light.wire().stopBindings();
            await().until(() -> client.peer.heard.contains("silent"));
            assertThat(client.peer.heard).doesNotContain("resumed");
            move(client, tcp, "connected tcp", 1);
            assertThat(client.peer.heard).contains("resumed");
        }
    }

    private void move(PeerClient client, IceCandidate to, String heard, int sequence) throws IOException {
        await().until(() -> client.peer.heard.contains("connected udp"));
        client.peer.heard.remove(heard);
        LocalPeer restarted = client.peer.connection.restartIce();
        client.light.restart();
        LightWire wire = client.light.connect(restarted, to);
        await().until(() -> client.light.wire() == wire && client.peer.heard.contains(heard));
        client.sendRtp(0x11, sequence);
        await().until(() -> client.peer.rtp.size() == sequence);
        byte[] down = PeerClient.packet(0x22, sequence, 500);
        assertThat(node.onLoop(() -> client.peer.connection.sendRtp(down, down.length)))
                .isTrue();
        await().until(() -> client.rtp.size() == sequence);
    }

    @Test
    void shouldConnectOverTcpAlone() throws IOException {
        IceCandidate tcp = node.openDoor(folder);
        try (PeerClient client = new PeerClient(node.open())) {
            client.begin(node, tcp);
            client.light.connected().orTimeout(10, TimeUnit.SECONDS).join();
            await().until(() -> client.peer.heard.contains("connected tcp"));
            assertThat(node.onLoop(() -> client.peer.connection.behind())).isFalse();
            client.light.wire().close();
            await().until(() -> client.peer.heard.contains("silent"));
            assertThat(client.peer.heard).contains("path none");
        }
    }

    @Test
    void shouldConnectOverTcpAndIpv6() {
        IceCandidate tcp = node.openDoor(folder, "::1");
        try (PeerClient client = new PeerClient(node.open())) {
            client.begin(node, tcp);
            client.light.connected().orTimeout(10, TimeUnit.SECONDS).join();
            client.sendRtp(0x11, 1);
            await().until(() -> client.peer.rtp.size() == 1);
            assertThat(client.peer.heard).contains("connected tcp");
        }
    }

    @Test
    void shouldTellSilenceThenGiveUpWithoutConsent() {
        quick();
        try (PeerClient client = new PeerClient(node.open()).connect(node)) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            client.light.wire().stopBindings();
            await().until(() -> client.peer.heard.contains("silent"));
            await().until(() -> client.peer.heard.stream().anyMatch(event -> event.startsWith("failed no consent")));
            byte[] packet = PeerClient.packet(0x22, 1, 10);
            assertThat(node.onLoop(() -> client.peer.connection.sendRtp(packet, packet.length)))
                    .isFalse();
        }
    }

    @Test
    void shouldFailAPeerThatNeverCame() {
        quick();
        PeerNode.Peer peer = node.open();
        try (PeerClient client = new PeerClient(peer)) {
            node.onLoop(() -> {
                peer.connection.describe(client.light.description(List.of()));
                return true;
            });
            await().until(() -> peer.heard.stream().anyMatch(event -> event.startsWith("failed not connected")));
            assertThat(peer.heard).startsWith("closed");
        }
    }

    @Test
    void shouldBoundHandshakesUnderWay() {
        node.close();
        node = new PeerNode(WebSettings.defaults().withHandshakes(1, 1), "127.0.0.1");
        PeerNode.Peer[] peers = {node.open(), node.open(), node.open(), node.open()};
        PeerClient[] clients = new PeerClient[peers.length];
        for (int i = 0; i < peers.length; i++) {
            clients[i] = new PeerClient(peers[i]);
            clients[i].begin(node, udp(peers[i]));
        }
        for (PeerClient client : clients) {
            client.light.connected().orTimeout(10, TimeUnit.SECONDS).join();
            client.close();
        }
        // A client has its keys a moment before the node counts it.
        await().until(() -> node.count(WebCounter.HANDSHAKES_DONE) == peers.length);
    }

    @Test
    void shouldRefuseAHandshakeWithoutSrtp() {
        PeerNode.Peer peer = node.open();
        try (PeerClient client = new PeerClient(peer, new LightPeer.Options(List.of(), 0, 1200))) {
            client.begin(node, udp(peer));
            await().until(() -> peer.heard.stream().anyMatch(event -> event.startsWith("failed DTLS")));
        }
    }
}
