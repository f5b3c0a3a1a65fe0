package io.mediascope.transport.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.mediascope.transport.wire.v1.MediaFrame;
import io.mediascope.transport.wire.v1.MediaSelect;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MediaConnectionTest {
    private static final MediaLimits MEDIA = MediaLimits.defaults();

    @TempDir
    Path folder;

    private DoorFixture door(MediaLimits limits) {
        return new DoorFixture(folder, DoorFixture.FAST.withMedia(limits));
    }

    private static MediaEnvelope frame(int type, byte... packet) {
        return MediaEnvelope.newBuilder()
                .setFrame(MediaFrame.newBuilder().setMediaTypeValue(type).setPacket(ByteString.copyFrom(packet)))
                .build();
    }

    private static ByteBuf packet(int length, int value) {
        ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer(length);
        for (int i = 0; i < length; i++) {
            packet.writeByte(value);
        }
        return packet;
    }

    @Test
    void shouldCarryPacketsBothWays() throws IOException {
        try (DoorFixture door = door(MEDIA);
                TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            assertThat(client.nextMedia().hasAccepted()).isTrue();
            client.send(frame(1, (byte) 0xab)).send(frame(9, (byte) 1)).send(frame(2, (byte) 1, (byte) 2));
            client.send(MediaEnvelope.newBuilder()
                    .setSelect(MediaSelect.newBuilder().setMediaTypeValue(2).setSequence(77))
                    .build());
            RecordingHandlers.Media media = door.handlers.medias.get(0);
            await().until(() -> media.events.size() == 3);
            assertThat(media.events).containsExactly("AUDIO ab", "VIDEO 0102", "select VIDEO 77");

            ByteBuf video = packet(1_200, 5);
            ByteBuf audio = packet(90, 6);
            assertThat(media.channel.offer(MediaType.VIDEO, video)).isTrue();
            assertThat(media.channel.offer(MediaType.AUDIO, audio)).isTrue();
            media.channel.flush();
            assertThat(client.nextMedia().getFrame().getPacket().size()).isEqualTo(90);
            assertThat(client.nextMedia().getFrame().getMediaTypeValue()).isEqualTo(2);
            await().until(() -> video.refCnt() == 0 && audio.refCnt() == 0);
            assertThat(door.count(DoorCounter.UNKNOWN_MESSAGE)).isEqualTo(1);

            client.close();
            await().until(() -> media.events.contains("closed"));
            ByteBuf late = packet(10, 1);
            assertThat(media.channel.offer(MediaType.AUDIO, late)).isFalse();
            assertThat(late.refCnt()).isZero();
            assertThat(door.count(DoorCounter.MEDIA_CONNECTIONS)).isZero();
        }
    }

    @Test
    void shouldRefuseABadTicketAndAFrameWithoutOne() throws IOException {
        try (DoorFixture door = door(MEDIA);
                TestClient bad = door.media("bad");
                TestClient without = TestClient.connect(door.door.port(), door.trust, WireProtocol.ALPN_MEDIA)) {
            assertThat(bad.nextMedia().getRefusal().getReason()).isEqualTo(RefusalReason.TICKET_INVALID);
            assertThat(bad.nextMedia()).isNull();
            without.send(frame(1, (byte) 1));
            assertThat(without.nextMedia().getRefusal().getReason()).isEqualTo(RefusalReason.WRONG_STATE);
            assertThat(without.nextMedia()).isNull();
            assertThat(door.handlers.medias).isEmpty();
        }
    }

    @Test
    void shouldCloseWhoBringsNoTicketInTime() throws IOException {
        try (DoorFixture door = door(MEDIA.withAuthTimeout(Duration.ofMillis(500)));
                TestClient client = TestClient.connect(door.door.port(), door.trust, WireProtocol.ALPN_MEDIA)) {
            assertThat(client.nextMedia().getRefusal().getReason()).isEqualTo(RefusalReason.TIMED_OUT);
            assertThat(client.nextMedia()).isNull();
        }
    }

    @Test
    void shouldPingAnswerPingsAndCloseTheSilent() throws IOException {
        try (DoorFixture door = door(MEDIA.withKeepalive(Duration.ofMillis(100), Duration.ofMillis(600)));
                TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            assertThat(client.nextMedia().hasAccepted()).isTrue();
            assertThat(client.nextMedia().hasPing()).isTrue();
            client.send(MediaEnvelope.newBuilder()
                    .setPing(Ping.newBuilder().setSentAtNs(3))
                    .build());
            MediaEnvelope next = client.nextMedia();
            while (next.hasPing()) {
                next = client.nextMedia();
            }
            assertThat(next.getPong().getSentAtNs()).isEqualTo(3);
            await().until(() -> door.handlers.medias.get(0).events.contains("closed"));
            assertThat(door.count(DoorCounter.SILENT)).isEqualTo(1);
        }
    }

    @Test
    void shouldRefuseGarbageHugeLengthsSlowSendersAndFloods() throws IOException {
        try (DoorFixture door = door(MEDIA.withMessageTimeout(Duration.ofMillis(200)))) {
            assertThat(refusal(door, new byte[] {0, 0, 0, 2, (byte) 0xff, (byte) 0xff}))
                    .isEqualTo(RefusalReason.BAD_REQUEST);
            assertThat(refusal(door, new byte[] {0, 1, 0, 5})).isEqualTo(RefusalReason.MESSAGE_TOO_LARGE);
            assertThat(refusal(door, new byte[] {0, 0, 0, 9, 1})).isEqualTo(RefusalReason.TIMED_OUT);
        }
        try (DoorFixture door = door(MEDIA.withByteRate(new Rate(1_000, 100_000)))) {
            assertThat(refusal(door, new byte[200_000])).isEqualTo(RefusalReason.RATE_LIMITED);
        }
    }

    @Test
    void shouldDropPacketsOverTheRateAndCloseOnAFloodOfSelections() throws IOException {
        try (DoorFixture door = door(MEDIA.withPacketRate(new Rate(1, 10)));
                TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            assertThat(client.nextMedia().hasAccepted()).isTrue();
            RecordingHandlers.Media media = door.handlers.medias.get(0);
            for (int i = 0; i < 100; i++) {
                client.send(frame(1, (byte) i));
            }
            await().until(() -> media.events.size() + door.count(DoorCounter.MEDIA_PACKETS_LIMITED) == 100);
            assertThat(media.events).hasSizeBetween(10, 20);
            assertThat(door.count(DoorCounter.MEDIA_PACKETS_RECEIVED)).isEqualTo(media.events.size());

            MediaEnvelope select = MediaEnvelope.newBuilder()
                    .setSelect(MediaSelect.newBuilder().setMediaTypeValue(1).setSequence(1))
                    .build();
            client.send(select).send(select).send(select);
            MediaEnvelope next = client.nextMedia();
            while (!next.hasRefusal()) {
                next = client.nextMedia();
            }
            assertThat(next.getRefusal().getReason()).isEqualTo(RefusalReason.RATE_LIMITED);
        }
    }

    private static RefusalReason refusal(DoorFixture door, byte[] sent) throws IOException {
        try (TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            assertThat(client.nextMedia().hasAccepted()).isTrue();
            client.sendRaw(sent);
            return client.nextMedia().getRefusal().getReason();
        }
    }

    @Test
    void shouldFallBehindASlowReaderWithinBoundsAndRecover() throws IOException {
        try (DoorFixture door = door(MEDIA.withQueuedPackets(64));
                TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            assertThat(client.nextMedia().hasAccepted()).isTrue();
            MediaChannel channel = door.handlers.medias.get(0).channel;
            List<ByteBuf> offered = new ArrayList<>();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                ByteBuf packet = packet(1_200, 1);
                offered.add(packet);
                boolean taken = channel.offer(MediaType.VIDEO, packet);
                channel.flush();
                return !taken && channel.behind();
            });
            assertThat(door.count(DoorCounter.MEDIA_QUEUE_FULL)).isPositive();
            assertThat(offered.stream().filter(packet -> packet.refCnt() > 0).count())
                    .isLessThanOrEqualTo(64);
            while (channel.behind()) {
                client.nextMedia();
            }
            ByteBuf last = packet(100, 9);
            assertThat(channel.offer(MediaType.AUDIO, last)).isTrue();
            channel.flush();
            MediaEnvelope next = client.nextMedia();
            while (next.getFrame().getMediaTypeValue() != 1) {
                next = client.nextMedia();
            }
            channel.close();
            while (next != null) {
                next = client.nextMedia();
            }
            client.close();
            await().until(() -> offered.stream().allMatch(packet -> packet.refCnt() == 0));
        }
    }
}
