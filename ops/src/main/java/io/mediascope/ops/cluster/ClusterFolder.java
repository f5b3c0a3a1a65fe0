package io.mediascope.ops.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.ops.Json;
import io.mediascope.ops.node.NodeFolder;
import io.mediascope.ops.node.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The folder that holds a cluster of this machine; only its owner may enter it. Immutable. */
public record ClusterFolder(Path path) {
    public static ClusterFolder of(Path path) {
        return new ClusterFolder(path.toAbsolutePath().normalize());
    }

    public Path stateFile() {
        return path.resolve("cluster.json");
    }

    /** What the supervisor says when it runs in the background. */
    public Path console() {
        return path.resolve("log.console");
    }

    /** The supervisor's log. */
    public Path log() {
        return path.resolve("log");
    }

    /** Makes the log when it is missing, and keeps it from others. */
    public Path createLog() throws IOException {
        create();
        DataFolder.ownerOnly(log());
        return log();
    }

    public NodeFolder node(int number) {
        return NodeFolder.of(path.resolve("node-" + number));
    }

    public Path cassandra() {
        return path.resolve("cassandra");
    }

    public Path database() {
        return path.resolve("database");
    }

    /** What the last supervisor wrote, whether or not it still runs; empty when there is none. */
    public Optional<ClusterState> read() throws IOException {
        try {
            return Optional.of(Json.MAPPER.readValue(Files.readString(stateFile()), ClusterState.class));
        } catch (NoSuchFileException | JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** The cluster whose supervisor runs now. */
    public Optional<ClusterState> running() throws IOException {
        return read().filter(state -> state.supervisor().isAlive());
    }

    void create() throws IOException {
        PrivateFiles.createFolder(path);
    }

    void write(ClusterState state) throws IOException {
        PrivateFiles.write(
                stateFile(), Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(state) + "\n");
    }
}
