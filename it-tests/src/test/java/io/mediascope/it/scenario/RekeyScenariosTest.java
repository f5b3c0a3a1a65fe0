package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.it.support.RawLink;
import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import io.mediascope.it.support.UdpTap;
import io.mediascope.load.NumberedSink;
import io.mediascope.media.model.Topology;
import io.mediascope.media.srtp.SrtpError;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.StreamKey;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code scope.rekey = on-leave} media goes on under keys that who has left does not hold. */
@Tag("real")
class RekeyScenariosTest {
    private static final Map<String, String> SETTINGS = Map.of(
            "mediascope.scope.rekey", "on-leave",
            "mediascope.udp.loops", "1",
            "mediascope.udp.advertised-addresses", "[\"" + UdpTap.ADDRESS + "\"]");

    @TempDir
    Path data;

    @Test
    void shouldGoOnWithoutLossUnderKeysThatTheLeaverDoesNotHold() throws Exception {
        try (TestNode node = TestNode.start(data, SETTINGS);
                UdpTap tap = UdpTap.before(node.node.udpPorts());
                TestClient ann = node.joinRelayed("keys", "ann").publishing();
                TestClient bob = node.joinRelayed("keys", "bob");
                RawLink eve = RawLink.join(node, "keys", node.token("keys", "eve"))) {
            bob.awaitFrames("ann", "mic", 50, Duration.ofSeconds(20));
            bob.awaitFrames("ann", "cam", 25, Duration.ofSeconds(20));
            LayerInfo audio = stream(eve, "mic");
            LayerInfo video = stream(eve, "cam");
            List<byte[]> before = tap.rtp(audio.getSsrc());
            assertThat(opened(before, key(audio.getKeys(0)), audio))
                    .as("while eve is in, she can open what bob is sent")
                    .isEqualTo(before.size())
                    .isGreaterThan(40);

            NumberedSink heard = bob.sink("ann", "mic");
            NumberedSink seen = bob.sink("ann", "cam");
            heard.resetGap();
            eve.leave();
            awaitNewKey(tap, audio);
            awaitNewKey(tap, video);
            bob.awaitFrames("ann", "mic", 350, Duration.ofSeconds(20));

            assertThat(heard.totals().missing()).as("audio lost").isZero();
            assertThat(seen.totals().missing()).as("video lost").isZero();
            assertThat(heard.longestGapMs()).as("longest gap").isLessThan(300);
            assertThat(bob.statistics().received())
                    .allSatisfy(s -> assertThat(s.lostPackets()).isZero());
            shouldNotOpen(tap, audio);
            shouldNotOpen(tap, video);
            assertThat(eve.received().stream().filter(Envelope::hasStreamKeys)).isEmpty();
        }
    }

    @Test
    void shouldChangeKeysOnADirectPathAsWell() {
        try (TestNode node = TestNode.start(data, Map.of("mediascope.scope.rekey", "on-leave"));
                TestClient ann = node.join("direct", "ann").publishing();
                TestClient bob = node.join("direct", "bob").publishing()) {
            TestClient eve = node.join("direct", "eve");
            eve.awaitFrames("ann", "mic", 10, Duration.ofSeconds(20));
            eve.close();
            ann.awaitTopology(Topology.PEER_TO_PEER, Duration.ofSeconds(20));
            bob.awaitFrames("ann", "mic", 300, Duration.ofSeconds(20));
            ann.awaitFrames("bob", "cam", 50, Duration.ofSeconds(20));
            assertThat(bob.sink("ann", "mic").totals().missing()).isZero();
        }
    }

    private static LayerInfo stream(RawLink link, String track) {
        return link.welcome().getParticipantsList().stream()
                .filter(p -> p.getUserId().equals("ann"))
                .flatMap(p -> p.getTracksList().stream())
                .filter(t -> t.getTrackId().equals(track))
                .findFirst()
                .orElseThrow()
                .getLayers(0);
    }

    private static void awaitNewKey(UdpTap tap, LayerInfo stream) {
        await().atMost(Duration.ofSeconds(10)).until(() -> tap.rtp(stream.getSsrc()).stream()
                .anyMatch(packet -> mki(packet) != stream.getKeys(0).getMki()));
    }

    /** Neither as it is, nor under the new key's name. */
    private static void shouldNotOpen(UdpTap tap, LayerInfo stream) {
        SrtpKey old = key(stream.getKeys(0));
        List<byte[]> after = tap.rtp(stream.getSsrc()).stream()
                .filter(packet -> mki(packet) != old.mki())
                .toList();
        assertThat(after).hasSizeGreaterThan(50);
        assertThat(opened(after, old, stream)).isZero();
        for (byte[] packet : after) {
            SrtpKey disguised = new SrtpKey(mki(packet), old.masterKey(), old.masterSalt());
            assertThat(open(packet, disguised, stream)).isEqualTo(SrtpError.AUTH_FAILED);
        }
    }

    private static long opened(List<byte[]> packets, SrtpKey key, LayerInfo stream) {
        return packets.stream().filter(packet -> open(packet, key, stream) > 0).count();
    }

    private static int open(byte[] packet, SrtpKey key, LayerInfo stream) {
        SrtpReceiver receiver = new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, List.of(key), stream.getSsrc(), true);
        return receiver.unprotect(packet, 0, packet.length, new byte[packet.length], 0);
    }

    private static int mki(byte[] packet) {
        return packet[packet.length - 1] & 0xff;
    }

    private static SrtpKey key(StreamKey key) {
        return new SrtpKey(
                key.getMki(),
                key.getMasterKey().toByteArray(),
                key.getMasterSalt().toByteArray());
    }
}
