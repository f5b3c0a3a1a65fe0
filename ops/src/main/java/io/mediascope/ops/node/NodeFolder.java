package io.mediascope.ops.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mediascope.cluster.settings.DataFolder;
import io.mediascope.ops.Json;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A node's data folder, as far as the commands use it. Immutable. */
public record NodeFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER = PosixFilePermissions.fromString("rwx------");

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
        Files.deleteIfExists(console());
        return Files.createFile(console(), ownerOnly(OWNER_ONLY));
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
        Path fresh = Files.createTempFile(path, "node", ".tmp", ownerOnly(OWNER_ONLY));
        try {
            Files.writeString(
                    fresh, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(file) + "\n");
            Files.move(fresh, nodeFile(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** Removes the file that {@code pid} wrote; another process's stays. */
    public void remove(long pid) throws IOException {
        if (read().filter(file -> file.pid() == pid).isPresent()) {
            Files.deleteIfExists(nodeFile());
        }
    }

    private void create() throws IOException {
        if (Files.notExists(path)) {
            Files.createDirectories(path, ownerOnly(OWNER_ONLY_FOLDER));
        }
    }

    private static FileAttribute<?>[] ownerOnly(Set<PosixFilePermission> permissions) {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }
}
