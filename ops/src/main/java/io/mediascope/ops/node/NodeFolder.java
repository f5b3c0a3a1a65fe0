package io.mediascope.ops.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A node's data folder, as far as the commands use it. Immutable. */
public record NodeFolder(Path path) {

    /** The folder {@code path}, made absolute. */
    public static NodeFolder of(Path path) {
        return new NodeFolder(path.toAbsolutePath().normalize());
    }

    /** Where a running node says how it is reached. */
    public Path nodeFile() {
        return path.resolve("node.json");
    }

    /** The node's log. */
    public Path log() {
        return path.resolve("log");
    }

    /** Makes the log when it is missing, and keeps it from others: it names users. */
    public Path createLog() throws IOException {
        create();
        DataFolder.ownerOnly(log());
        return log();
    }

    /** What a detached node writes before its log is open, and what the JVM itself says. */
    public Path console() {
        return path.resolve("log.console");
    }

    /** Makes an empty file for what the process says, for its owner only: a first start says a secret. */
    public Path createConsole() throws IOException {
        create();
        return PrivateFiles.createEmpty(console());
    }

    /** The node that runs on this folder; empty when there is none, also when its file is stale. */
    public Optional<NodeFile> runningNode() throws IOException {
        return read().filter(NodeProcess::isAlive);
    }

    /** What the node's file says, whether or not the node still runs; empty when there is none or it is damaged. */
    public Optional<NodeFile> read() throws IOException {
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readString(nodeFile()), NodeFile.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Writes the node's file for its owner only, in one step. */
    public void write(NodeFile file) throws IOException {
        create();
        PrivateFiles.write(
                nodeFile(), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n");
    }

    /** Removes the file that {@code pid} wrote; another process's stays. */
    public void remove(long pid) throws IOException {
        if (read().filter(file -> file.pid() == pid).isPresent()) {
            Files.deleteIfExists(nodeFile());
        }
    }

    private void create() throws IOException {
        PrivateFiles.createFolder(path);
    }
}
