package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.RefusalReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkTest {
    private static final LinkLimits LINK = LinkLimits.defaults();
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private DoorFixture door(LinkLimits limits) {
        return new DoorFixture(folder, DoorFixture.FAST.withLink(limits));
    }

    @Test
    void shouldCarryMessagesBothWaysInOrder() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            for (int i = 0; i < 50; i++) {
                client.send(DoorFixture.data("t" + i, 3_000));
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.next().getDataMessage().getTopic()).isEqualTo("t" + i);
            }
            client.close();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.PEER_CLOSED)));
            assertThat(door.count(DoorCounter.LINKS)).isZero();
        }
    }

    @Test
    void shouldKeepTheOrderOfEachSendingThread() throws Exception {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            Link link = door.onlyPeer().link;
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                String name = "t" + t;
                threads.add(new Thread(() -> {
                    for (int i = 0; i < 200; i++) {
                        link.send(DoorFixture.data(name, i));
                    }
                }));
            }
            threads.forEach(Thread::start);
            int[] next = new int[4];
            for (int i = 0; i < 800; i++) {
                Envelope message = client.next();
                int thread = message.getDataMessage().getTopic().charAt(1) - '0';
                assertThat(message.getDataMessage().getPayload().size()).isEqualTo(next[thread]++);
            }
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    @Test
    void shouldAnswerPingByItself() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.stranger()) {
            client.send(Envelope.newBuilder()
                    .setPing(Ping.newBuilder().setSentAtNs(42))
                    .build());
            assertThat(client.next().getPong().getSentAtNs()).isEqualTo(42);
            assertThat(door.onlyPeer().received).isEmpty();
        }
    }

    @Test
    void shouldPingAndCloseSilentLink() throws IOException {
        try (DoorFixture door = door(LINK.withKeepalive(SHORT, SHORT.multipliedBy(5)));
                TestClient client = door.link()) {
            assertThat(client.next().hasPing()).isTrue();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.SILENT)));
            assertThat(door.count(DoorCounter.SILENT)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseWhoDoesNotAuthenticate() throws IOException {
        try (DoorFixture door = door(LINK.withAuthTimeout(SHORT.multipliedBy(3)));
                TestClient client = door.stranger()) {
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.TIMED_OUT);
            assertThat(client.next()).isNull();
            client.close();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.NO_AUTH)));
            assertThat(door.count(DoorCounter.AUTH_TIMEOUT)).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveAJoinItsOwnTime() throws IOException {
        try (DoorFixture door =
                door(LINK.withAuthTimeout(SHORT.multipliedBy(3)).withJoinTimeout(Duration.ofSeconds(1)))) {
            door.handlers.acceptsAuth = false;
            try (TestClient client = door.stranger()) {
                client.send(DoorFixture.authRequest());
                client.send(
                        DoorFixture.data("early", 1).toBuilder().setRequestId(9).build());
                Envelope early = client.next();
                assertThat(early.getRefusal().getReason()).isEqualTo(RefusalReason.WRONG_STATE);
                assertThat(early.getRequestId()).isEqualTo(9);
                assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.TIMED_OUT);
            }
        }
    }

    @Test
    void shouldRefuseARequestBeforeAuthentication() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.stranger()) {
            client.send(DoorFixture.data("early", 1));
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.WRONG_STATE);
            assertThat(client.next()).isNull();
            assertThat(door.onlyPeer().received).isEmpty();
        }
    }

    @Test
    void shouldIgnoreUnknownMessages() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            client.sendFramed(new byte[] {(byte) 0xfa, 0x3f, 0x01, 0x00}); // field 1023, length-delimited
            client.send(DoorFixture.data("after", 1));
            assertThat(client.next().getDataMessage().getTopic()).isEqualTo("after");
            assertThat(door.count(DoorCounter.UNKNOWN_MESSAGE)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseGarbage() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            client.sendFramed(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff});
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.BAD_REQUEST);
            assertThat(client.next()).isNull();
            client.close();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.MALFORMED)));
        }
    }

    @Test
    void shouldRefuseHugeLengths() throws IOException {
        try (DoorFixture door = door(LINK.withFirstMessageBytes(1_000))) {
            try (TestClient stranger = door.stranger()) {
                stranger.sendRaw(new byte[] {0, 0, 4, 0});
                assertThat(stranger.next().getRefusal().getReason()).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
            }
            try (TestClient client = door.link()) {
                client.send(DoorFixture.data("fits", 200_000));
                assertThat(client.next().getDataMessage().getTopic()).isEqualTo("fits");
                client.sendRaw(new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1, 2, 3});
                assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
            }
            assertThat(door.count(DoorCounter.TOO_LARGE)).isEqualTo(2);
        }
    }

    @Test
    void shouldCloseSlowSender() throws IOException {
        try (DoorFixture door = door(LINK.withMessageTimeout(SHORT));
                TestClient client = door.link()) {
            client.sendRaw(new byte[] {0, 0, 0, 100, 1});
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.TIMED_OUT);
            assertThat(client.next()).isNull();
            assertThat(door.count(DoorCounter.SLOW_SENDER)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseFloodOfMessages() throws IOException {
        try (DoorFixture door = door(LINK.withMessageRate(new Rate(1, 10)));
                TestClient client = door.link()) {
            for (int i = 0; i < 20; i++) {
                client.send(Envelope.newBuilder()
                        .setGoodbye(Goodbye.getDefaultInstance())
                        .build());
            }
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.RATE_LIMITED);
            assertThat(client.next()).isNull();
            client.close();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.FLOOD)));
        }
    }

    @Test
    void shouldCloseFloodOfBytes() throws IOException {
        try (DoorFixture door = door(LINK.withByteRate(new Rate(1_000, 50_000)));
                TestClient client = door.link()) {
            client.send(DoorFixture.data("big", 100_000));
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.RATE_LIMITED);
            assertThat(door.count(DoorCounter.FLOOD)).isEqualTo(1);
        }
    }

    @Test
    void shouldCloseSlowReader() throws IOException {
        try (DoorFixture door = door(LINK.withMaxPendingBytes(1_000_000));
                TestClient client = door.link()) {
            Link link = door.onlyPeer().link;
            Envelope message = DoorFixture.data("big", 100_000);
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                link.send(message);
                return door.onlyPeer().closed.equals(List.of(LinkCloseReason.SLOW_READER));
            });
            assertThat(door.count(DoorCounter.SLOW_READER)).isEqualTo(1);
        }
    }

    @Test
    void shouldSendTheLastMessageThenClose() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            Link link = door.onlyPeer().link;
            link.send(DoorFixture.data("first", 10));
            link.close(Envelope.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason("bye"))
                    .build());
            link.send(DoorFixture.data("late", 10));
            assertThat(client.next().getDataMessage().getTopic()).isEqualTo("first");
            assertThat(client.next().getGoodbye().getReason()).isEqualTo("bye");
            client.close();
            await().until(() -> door.onlyPeer().closed.equals(List.of(LinkCloseReason.LOCAL)));
        }
    }

    @Test
    void shouldSurviveAFailingHandler() throws IOException {
        try (DoorFixture door = door(LINK);
                TestClient client = door.link()) {
            client.send(Envelope.newBuilder()
                    .setPublishRequest(PublishRequest.getDefaultInstance())
                    .build());
            assertThat(client.next().getRefusal().getReason()).isEqualTo(RefusalReason.INTERNAL_ERROR);
            assertThat(door.count(DoorCounter.HANDLER_FAILED)).isEqualTo(1);
        }
    }

    @Test
    void shouldTellEveryHandlerWhenTheDoorCloses() throws IOException {
        DoorFixture door = door(LINK);
        try (TestClient one = door.link();
                TestClient two = door.stranger()) {
            assertThat(two.socket.isConnected()).isTrue();
            await().until(() -> door.handlers.links.size() == 2);
            door.close();
            assertThat(door.handlers.links).allMatch(peer -> peer.closed.equals(List.of(LinkCloseReason.LOCAL)));
            assertThat(one.next()).isNull();
            door.onlyPeer().link.send(DoorFixture.data("too late", 1));
        }
    }
}
