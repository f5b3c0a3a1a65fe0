package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.web.WebCounter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser over ICE-TCP that reads more slowly than media comes: it loses video, by whole frames, and no sound. */
class WebBehindTest extends WebFixture {
    private static final int PARTS = 8;
    private static final int PART_BYTES = 1_000;
    private static final Duration PACE = Duration.ofMillis(5);

    @TempDir
    Path folder;

    private FrontDoor door;
    private TestPeer whip;
    private TestPeer whep;
    private int frames;
    private int packets;

    @BeforeEach
    void call() {
        door = PeerNode.door(scope.engine, folder, "127.0.0.1");
        scope.routes(web(webber, List.of(audio, video)), web(anna, List.of()));
        whip = publisher(webber);
        whep = peer(anna, PeerRole.SUBSCRIBER)
                .connect(new IceCandidate(true, "127.0.0.1", door.port()), sections(webber));
    }

    @AfterEach
    void hangUp() {
        peers.forEach(TestPeer::close);
        door.close();
    }

    /** A frame in several packets, and the sound that belongs to it. */
    private void send(boolean key) {
        whip.send(opus(frames));
        for (int part = 0; part < PARTS; part++) {
            sendPart(key, part);
        }
        frames++;
    }

    private void sendPart(boolean key, int part) {
        byte[] payload = Arrays.copyOf(WebFrames.vp8(key, frames, frames), PART_BYTES);
        payload[0] = (byte) (part == 0 ? payload[0] : payload[0] & ~0x10); // S: the first of its frame
        whip.send(WebFrames.rtp(TestPeer.VP8_TYPE, 0x102, packets++, 3000L * frames, payload, "1", "", -1));
    }

    private int sendUntilAsked() {
        int asked = whip.plis.size();
        await().pollInterval(PACE).until(() -> {
            send(false);
            return whip.plis.size() > asked;
        });
        int key = frames;
        send(true);
        send(false);
        await().until(() -> numbers().contains(key + 1));
        return key;
    }

    private long tcpBehind() {
        return scope.engine.webCounters().get(WebCounter.TCP_BEHIND);
    }

    private long skipped() {
        return scope.count(RelayCounter.FRAMES_SKIPPED);
    }

    @Test
    void shouldLeaveOutWholeFramesUpToTheNextKeyFrameAndKeepTheSound() {
        send(true);
        whep.awaitPackets(VIDEO_OUT, PARTS);
        Runnable goOn = whep.holdReading();
        await().pollInterval(PACE).atMost(Duration.ofSeconds(30)).until(() -> {
            send(false);
            return skipped() > 10 * PARTS;
        });
        goOn.run();
        int key = sendUntilAsked();

        assertWholeFramesFrom(key);
        await().untilAsserted(() -> assertThat(whep.of(AUDIO_OUT)).hasSize(frames));
        assertThat(scope.count(RelayCounter.WEB_RTP_IN)).isEqualTo((long) frames * (PARTS + 1));
        assertThat(tcpBehind()).isZero();
        assertThat(skipped()).isEqualTo((long) PARTS * (frames - numbers().size()));
    }

    /** Nothing that builds on a frame of which a part is missing is sent. */
    @Test
    void shouldGoOnFromAKeyFrameWhenAFrameWasTooLargeToWait() {
        send(true);
        whep.awaitPackets(VIDEO_OUT, PARTS);
        Runnable goOn = whep.holdReading();
        sendPart(true, 0);
        await().pollInterval(PACE).atMost(Duration.ofSeconds(30)).until(() -> {
            for (int part = 1; part < 50; part++) {
                sendPart(true, part);
            }
            return tcpBehind() > 0;
        });
        int broken = frames++;
        goOn.run();
        int key = sendUntilAsked();
        assertThat(numbers()).containsExactly(0, broken, key, key + 1);
        assertThat(key).isGreaterThan(broken + 1);
    }

    private List<Integer> numbers() {
        return new ArrayList<>(byNumber().keySet());
    }

    private Map<Integer, List<TestPeer.Packet>> byNumber() {
        Map<Integer, List<TestPeer.Packet>> byNumber = new LinkedHashMap<>();
        for (TestPeer.Packet packet : whep.of(VIDEO_OUT)) {
            byNumber.computeIfAbsent(WebFrames.number(packet.payload()), n -> new ArrayList<>())
                    .add(packet);
        }
        return byNumber;
    }

    private void assertWholeFramesFrom(int key) {
        Map<Integer, List<TestPeer.Packet>> byNumber = byNumber();
        assertThat(byNumber.values()).allSatisfy(parts -> assertThat(parts).hasSize(PARTS));
        List<Integer> numbers = numbers();
        int last = numbers.get(numbers.indexOf(key) - 1);
        assertThat(last).as("the frames before it were left out").isLessThan(key - 10);
        assertThat(numbers).isSorted().doesNotHaveDuplicates();
        List<TestPeer.Packet> all = whep.of(VIDEO_OUT);
        for (int i = 1; i < all.size(); i++) {
            assertThat(all.get(i).sequence()).isEqualTo((all.get(i - 1).sequence() + 1) & 0xFFFF);
        }
    }
}
