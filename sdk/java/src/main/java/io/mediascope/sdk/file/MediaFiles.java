package io.mediascope.sdk.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file whole: sources play from memory, so that the service thread never waits for a disk. */
final class MediaFiles {
    private static final long MAX_BYTES = 256L << 20;

    private MediaFiles() {}

    static byte[] read(Path path) throws IOException {
        long size = Files.size(path);
        if (size > MAX_BYTES) {
            throw new MediaFileException(
                    path + " has " + (size >> 20) + " MiB; a source takes at most " + (MAX_BYTES >> 20));
        }
        return Files.readAllBytes(path);
    }
}
