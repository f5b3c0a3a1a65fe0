package io.mediascope.cluster.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's folder, held by a file lock: two nodes on one folder would write one journal. The lock is the operating system's,
 * so it ends with the process, however that ends.
 */
public final class DataFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final String LOCK_FILE = "node.lock";
    private static final Set<String> MADE_BEFORE_THE_LOCK = Set.of("log", "log.console");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /**
     * The folders of this process. POSIX drops a process's lock when any descriptor of the file is closed, so that a second one
     * must not even be opened.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder when it is missing and locks it.
     *
     * @throws NodeStartException when another process holds it or it cannot be written
     */
    public static DataFolder lock(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        if (!HELD_HERE.add(folder)) {
            throw inUse(folder);
        }
        try {
            return new DataFolder(folder, lockedChannel(folder));
        } catch (NodeStartException e) {
            HELD_HERE.remove(folder);
            throw e;
        }
    }

    /** Whether a node holds the folder now, in this process or another one. */
    public static boolean isHeld(Path path) {
        if (!Files.exists(path.resolve(LOCK_FILE))) {
            return false;
        }
        try {
            lock(path).close();
            return false;
        } catch (NodeStartException e) {
            return true;
        }
    }

    public Path path() {
        return path;
    }

    /** The embedded database without its file name extension. */
    public static Path databaseIn(Path folder) {
        return folder.toAbsolutePath().normalize().resolve("mediascope");
    }

    /** Makes the file when it is missing, and lets nobody but the owner read it, also in a folder that others may enter. */
    public static void ownerOnly(Path file) throws IOException {
        if (!Files.getFileStore(file.getParent() == null ? file : file.getParent())
                .supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        } catch (FileAlreadyExistsException e) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
        HELD_HERE.remove(path);
    }

    private static FileChannel lockedChannel(Path folder) {
        FileChannel channel = open(folder);
        if (tryLock(channel, folder) == null) {
            closeQuietly(channel);
            throw inUse(folder);
        }
        return channel;
    }

    private static FileChannel open(Path folder) {
        try {
            boolean fresh = Files.notExists(folder);
            Files.createDirectories(folder);
            keepOthersOut(folder, fresh);
            ownerOnly(folder.resolve(LOCK_FILE));
            return FileChannel.open(folder.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new NodeStartException(
                    "the data folder " + folder + " cannot be written (" + e.getMessage()
                            + "); choose another one with mediascope.data-dir",
                    e);
        }
    }

    /**
     * Journal, keys and logs are in it, so it is its owner's alone, and an operator whose folder was open is told. A folder that
     * holds other things is not ours to close.
     */
    private static void keepOthersOut(Path folder, boolean fresh) throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return;
        }
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(folder);
        if (OWNER_ONLY.containsAll(before)) {
            return;
        }
        String rights = PosixFilePermissions.toString(before);
        if (!fresh && !isOurs(folder)) {
            LOG.warn("The data folder {} is open to other users ({}) and holds other files; close it", folder, rights);
            return;
        }
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
        if (!fresh) {
            LOG.warn("The data folder {} was open to other users ({}); now it is its owner's alone", folder, rights);
        }
    }

    /** A node made it, or is the first to use it; its log and its console are opened before it is locked. */
    private static boolean isOurs(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return Files.exists(folder.resolve(LOCK_FILE))
                    || files.map(file -> file.getFileName().toString()).allMatch(MADE_BEFORE_THE_LOCK::contains);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel, Path folder) {
        try {
            return channel.tryLock();
        } catch (IOException e) {
            closeQuietly(channel);
            throw new NodeStartException("the data folder " + folder + " cannot be locked: " + e.getMessage(), e);
        }
    }

    private static NodeStartException inUse(Path folder) {
        return new NodeStartException("the data folder " + folder
                + " is in use by another node; stop that one or choose another folder with mediascope.data-dir");
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // The lock ends with the process anyway.
        }
    }
}
