package io.mediascope.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.it.support.TestClient;
import io.mediascope.it.support.TestNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A call goes on undisturbed while strangers send whatever they like to its node. */
@Tag("real")
class HostileInputTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    static Path data;

    private static TestNode node;

    @BeforeAll
    static void start() {
        node = TestNode.start(data, Map.of("mediascope.udp.loops", "1"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void shouldCountRandomDatagramsAndDisturbNobody() throws IOException {
        try (Call call = Call.of("noise");
                DatagramChannel stranger = DatagramChannel.open()) {
            double dropped = droppedPackets();
            Random random = new Random(4711);
            List<InetSocketAddress> targets = Stream.of(
                            node.node.udpPorts().audio(),
                            node.node.udpPorts().video(),
                            node.node.udpPorts().mux())
                    .flatMap(List::stream)
                    .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                    .toList();
            for (int i = 0; i < 20_000; i++) {
                stranger.send(datagram(random, i), targets.get(i % targets.size()));
            }
            call.shouldGoOn();
            assertThat(droppedPackets() - dropped).as("counted as bad").isGreaterThan(10_000);
        }
    }

    @Test
    void shouldSurviveGarbageAndHalfOpenLinks() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try (Call call = Call.of("links")) {
            Random random = new Random(42);
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), node.node.linkPort());
                sockets.add(socket);
                if (i % 2 == 0) {
                    byte[] garbage = new byte[1 + random.nextInt(200)];
                    random.nextBytes(garbage);
                    garbage[0] = i % 4 == 0 ? 0x16 : garbage[0];
                    writeIfOpen(socket, garbage);
                }
            }
            call.shouldGoOn();
            try (TestClient late = node.join("links", "late")) {
                late.awaitFrames("ann", "mic", 20, SOON);
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    /** Every third is pure noise, every third looks like RTP, every third like STUN; lengths from 0 to beyond a frame. */
    private static ByteBuffer datagram(Random random, int i) {
        byte[] bytes = new byte[random.nextInt(i % 50 == 0 ? 9000 : 1300)];
        random.nextBytes(bytes);
        if (bytes.length > 8) {
            if (i % 3 == 1) {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) (random.nextBoolean() ? 96 : 200);
            } else if (i % 3 == 2) {
                System.arraycopy(new byte[] {0, 1, 0, 0x24, 0x21, 0x12, (byte) 0xa4, 0x42}, 0, bytes, 0, 8);
            }
        }
        return ByteBuffer.wrap(bytes);
    }

    private static void writeIfOpen(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            // the node has closed it already: as it should
        }
    }

    private static double droppedPackets() {
        return node.node
                .metrics()
                .lines()
                .filter(
                        line -> line.matches(
                                "mediascope_relay_(empty|oversized|unknown|dtls|stun_(malformed|unknown|bad)|rtp_(malformed|unknown|wrong)|rtcp_(unknown|malformed|auth)).*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Three participants who hear and see each other. */
    private record Call(TestClient ann, TestClient bob, TestClient eve) implements AutoCloseable {
        static Call of(String scope) {
            Call call = new Call(
                    node.join(scope, "ann").publishing(),
                    node.join(scope, "bob").publishing(),
                    node.join(scope, "eve").publishing());
            call.bob.awaitFrames("ann", "cam", 25, SOON);
            call.ann.awaitFrames("eve", "cam", 25, SOON);
            call.bob.sink("ann", "mic").resetGap();
            return call;
        }

        void shouldGoOn() {
            bob.awaitFrames("ann", "cam", 50, SOON).awaitFrames("eve", "mic", 100, SOON);
            ann.awaitFrames("bob", "cam", 50, SOON);
            assertThat(bob.sink("ann", "mic").longestGapMs())
                    .as("longest gap of audio")
                    .isLessThan(500);
            assertThat(bob.sink("ann", "cam").totals().missing())
                    .as("lost video frames")
                    .isZero();
            assertThat(Stream.of(ann, bob, eve).flatMap(c -> c.errors.stream())).isEmpty();
        }

        @Override
        public void close() {
            ann.close();
            bob.close();
            eve.close();
        }
    }
}
