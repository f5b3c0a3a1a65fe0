package io.mediascope.ops.node;

/** A node's process as the operating system sees it. */
public final class NodeProcess {
    private NodeProcess() {}

    /** Whether the process that wrote {@code file} still runs; another program with its pid does not count. */
    public static boolean isAlive(NodeFile file) {
        return of(file).isAlive();
    }

    /** When this process began; 0 when the system does not tell. */
    public static long ownStartMs() {
        return ProcessRef.own().startedAtMs();
    }

    /** Asks the process to end and waits; false when it still runs after {@code seconds}. */
    public static boolean stop(NodeFile file, int seconds) throws InterruptedException {
        return of(file).stop(seconds);
    }

    /** Ends the process at once, when it does not end by itself. */
    public static void kill(NodeFile file) throws InterruptedException {
        of(file).kill();
    }

    private static ProcessRef of(NodeFile file) {
        return new ProcessRef(file.pid(), file.startedAtMs());
    }
}
