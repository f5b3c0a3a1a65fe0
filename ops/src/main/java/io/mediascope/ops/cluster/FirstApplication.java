package io.mediascope.ops.cluster;

import io.mediascope.ops.node.NodeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The application that the first node of a fresh cluster makes: its secret is shown once, and must not stay in a file. */
final class FirstApplication {
    private static final String BEGINS = "first application";
    private static final int LINES = 4;

    private FirstApplication() {}

    /** What the node said of it; empty when it made none. */
    static List<String> shownBy(NodeFolder node) throws IOException {
        Path console = node.console();
        List<String> lines = Files.readAllLines(console).stream()
                .dropWhile(line -> !line.strip().startsWith(BEGINS))
                .limit(LINES)
                .toList();
        if (!lines.isEmpty()) {
            Files.newByteChannel(console, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
        }
        return lines;
    }
}
