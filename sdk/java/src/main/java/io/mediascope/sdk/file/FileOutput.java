package io.mediascope.sdk.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A recording on its way to disk. The first failure ends it: it is kept for whoever asks, and nothing is thrown at the caller. */
final class FileOutput {
    private static final int BUFFER_BYTES = 1 << 16;

    private final FileChannel channel;
    private final OutputStream out;
    private final AtomicReference<@Nullable IOException> failure = new AtomicReference<>();

    FileOutput(Path path) throws IOException {
        channel = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
    }

    void write(byte[] data) {
        if (failure.get() == null && channel.isOpen()) {
            try {
                out.write(data);
            } catch (IOException e) {
                failure.compareAndSet(null, e);
            }
        }
    }

    /** Ends the file, with its first bytes written anew when given. */
    void close(byte @Nullable [] head) {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            out.flush();
            if (head != null) {
                channel.write(ByteBuffer.wrap(head), 0);
            }
        } catch (IOException e) {
            failure.compareAndSet(null, e);
        }
    }

    @Nullable
    IOException failure() {
        return failure.get();
    }
}
