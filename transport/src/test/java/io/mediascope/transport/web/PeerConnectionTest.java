package io.mediascope.transport.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.transport.relay.PeerNode;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peer connections over real sockets, with a light peer on the other side. */
class PeerConnectionTest {
    private final PeerNode node = new PeerNode(WebSettings.defaults(), "127.0.0.1");

    @AfterEach
    void close() {
        node.close();
    }

    private PeerClient client(LightPeer.Options options) {
        return new PeerClient(node.open(), options).connect(node);
    }

    @ParameterizedTest
    @EnumSource(SrtpProfile.class)
    void shouldCarryMediaBothWaysUnderEachProfile(SrtpProfile profile) {
        try (PeerClient client = client(new LightPeer.Options(List.of(profile), 0, 1200))) {
            assertThat(client.light.connected().join().profile()).isEqualTo(profile);
            await().until(() -> client.peer.heard.contains("connected udp"));
            for (int i = 0; i < 5; i++) {
                client.sendRtp(0x11, i);
            }
            await().until(() -> client.peer.rtp.size() == 5);
            assertThat(client.peer.rtp.get(4)).isEqualTo(PeerClient.packet(0x11, 4, 100));

            sendBurst(client, 0x22, 40);
            await().until(() -> client.rtp.size() == 40);
            assertThat(client.rtp.get(39)).isEqualTo(PeerClient.packet(0x22, 39, 1000));
            assertThat(client.peer.heard).startsWith("path udp").contains("media", "connected udp");
        }
    }

    /** In one turn, so that equal lengths leave as segments. */
    private void sendBurst(PeerClient client, int ssrc, int packets) {
        assertThat(node.onLoop(() -> {
                    boolean sent = true;
                    for (int i = 0; i < packets; i++) {
                        byte[] packet = PeerClient.packet(ssrc, i, 1000);
                        sent &= client.peer.connection.sendRtp(packet, packet.length);
                    }
                    return sent;
                }))
                .isTrue();
    }

    @Test
    void shouldSendABurstInFewSends() {
        try (PeerClient client = client(LightPeer.Options.defaults())) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            long before = node.count(WebCounter.SENDS_OUT);
            sendBurst(client, 0x22, 32);
            await().until(() -> client.rtp.size() == 32);
            assertThat(node.count(WebCounter.SENDS_OUT) - before).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void shouldNeverSealASequenceNumberTwice() {
        try (PeerClient client = client(LightPeer.Options.defaults())) {
            await().until(() -> client.peer.heard.contains("media"));
            byte[] packet = PeerClient.packet(0x33, 7, 50);
            assertThat(node.onLoop(() -> client.peer.connection.sendRtp(packet, packet.length)))
                    .isTrue();
            assertThat(node.onLoop(() -> client.peer.connection.sendRtp(packet, packet.length)))
                    .isFalse();
            assertThat(node.count(WebCounter.SEAL_REFUSED)).isEqualTo(1);
        }
    }

    @Test
    void shouldCarryRtcpBothWays() throws IOException {
        try (PeerClient client = client(LightPeer.Options.defaults())) {
            await().until(() -> client.peer.heard.contains("media"));
            byte[] report = new byte[200];
            RtcpWriter writer = new RtcpWriter().reset(report, 0, report.length);
            writer.pli(0x11, 0x22);
            int length = writer.length();
            client.light.sendRtcp(report, length);
            await().until(() -> client.peer.rtcp.size() == 1);
            assertThat(node.onLoop(() -> client.peer.connection.sendRtcp(report, length)))
                    .isTrue();
            await().until(() -> client.rtcp.size() == 1);
            assertThat(client.rtcp.get(0)).isEqualTo(client.peer.rtcp.get(0)).hasSize(length);
        }
    }

    @Test
    void shouldPutAFragmentedClientHelloTogether() {
        try (PeerClient client = client(new LightPeer.Options(List.of(SrtpProfile.AEAD_AES_128_GCM), 1200, 800))) {
            await().until(() -> client.peer.heard.contains("connected udp"));
        }
    }

    @Test
    void shouldWorkOverIpv6() {
        try (PeerNode six = new PeerNode(WebSettings.defaults(), "::1");
                PeerClient client = new PeerClient(six.open()).connect(six)) {
            client.sendRtp(0x11, 1);
            await().until(() -> client.peer.rtp.size() == 1);
            assertThat(RtpHeader.ssrc(client.peer.rtp.get(0), 0)).isEqualTo(0x11);
        }
    }

    @Test
    void shouldRefuseACertificateThatWasNotAnnounced() {
        PeerNode.Peer peer = node.open();
        try (PeerClient forger = new PeerClient(peer);
                LightPeer announced = new LightPeer(DtlsIdentity.create(), LightPeer.Options.defaults(), ignore())) {
            node.onLoop(() -> {
                peer.connection.describe(announced.description(List.of()));
                return true;
            });
            IceCandidate udp = peer.connection.local().candidates().get(0);
            assertThatThrownBy(() -> {
                        forger.light.connect(peer.connection.local(), udp);
                        forger.light.connected().orTimeout(8, TimeUnit.SECONDS).join();
                    })
                    .hasMessageContaining("bad_certificate");
            await().until(() -> peer.heard.contains("failed DTLS: the certificate is not the announced one"));
            assertThat(node.count(WebCounter.FINGERPRINT_REFUSED)).isEqualTo(1);
        }
    }

    private static LightPeer.Sink ignore() {
        return new LightPeer.Sink() {
            @Override
            public void rtp(byte[] plain, int length) {}

            @Override
            public void rtcp(byte[] plain, int length) {}
        };
    }

    @Test
    void shouldHearCloseNotify() throws IOException {
        try (PeerClient client = client(LightPeer.Options.defaults())) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            client.light.sayGoodbye();
            await().until(() -> client.peer.heard.contains("failed the client closed the connection"));
            assertThat(client.peer.heard).contains("closed");
        }
    }

    @Test
    void shouldCountReplaysAndForgeriesAndCarryOn() throws IOException {
        try (PeerClient client = client(LightPeer.Options.defaults())) {
            await().until(() -> client.peer.heard.contains("connected udp"));
            byte[] forged = new byte[80];
            RtpHeader.write(forged, 0, 96, false, 1, 1, 0x99);
            client.light.wire().send(forged, 0, forged.length);
            byte[] tooShort = {23, (byte) 0xFE, (byte) 0xFD, 0, 1, 0, 0, 0, 0, 0, 9, 0, 4, 1, 2, 3, 4};
            byte[] wrongTag = Arrays.copyOf(tooShort, 13 + 40);
            wrongTag[12] = 40;
            for (int i = 0; i < 20; i++) {
                client.light.wire().send(tooShort, 0, tooShort.length);
                client.light.wire().send(wrongTag, 0, wrongTag.length);
            }
            client.sendRtp(0x11, 1);
            await().until(() -> client.peer.rtp.size() == 1);
            await().until(() -> node.count(WebCounter.DTLS_STRAY) >= 40);
            assertThat(node.count(WebCounter.RTP_AUTH_FAILED)).isEqualTo(1);
            client.sendRtp(0x11, 2);
            await().until(() -> client.peer.rtp.size() == 2);
            assertThat(client.peer.heard).doesNotContain("closed");
        }
    }
}
