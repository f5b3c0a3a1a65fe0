package io.mediascope.transport.door;

import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.LeakWatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Connections that end in the middle of everything, under Netty's strictest leak detector. */
class LeakCheckTest {
    private static final int ROUNDS = 15;

    @TempDir
    Path folder;

    @RegisterExtension
    private final LeakWatch leaks = new LeakWatch();

    @Test
    void shouldLeakNoBuffer() throws IOException {
        try (DoorFixture door = new DoorFixture(folder, DoorFixture.FAST)) {
            for (int i = 0; i < ROUNDS; i++) {
                link(door);
                media(door);
                try (Socket half = TestClient.plain(door.door.port())) {
                    half.getOutputStream().write(new byte[] {0x16, 3, 1, 1, 0, 1});
                }
            }
            await().until(() -> door.count(DoorCounter.LINKS) == 0
                    && door.count(DoorCounter.MEDIA_CONNECTIONS) == 0
                    && door.count(DoorCounter.HALF_OPEN) == 0);
        }
        leaks.assertNothingLeaked();
    }

    private static void link(DoorFixture door) throws IOException {
        try (TestClient client = door.link()) {
            client.send(DoorFixture.data("echo", 20_000)).next();
            client.sendRaw(new byte[] {0, 0, 1, 0, 8});
        }
    }

    private static void media(DoorFixture door) throws IOException {
        try (TestClient client = door.media(RecordingHandlers.GOOD_TICKET)) {
            client.nextMedia();
            MediaChannel channel = door.handlers.medias.get(door.handlers.medias.size() - 1).channel;
            for (int i = 0; i < 100; i++) {
                channel.offer(MediaType.VIDEO, packet());
            }
            client.sendRaw(new byte[] {0, 0, 1, 0, 0x22});
            channel.flush();
        }
    }

    private static ByteBuf packet() {
        return PooledByteBufAllocator.DEFAULT.directBuffer(1_200).writeZero(1_200);
    }
}
