package io.mediascope.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes what was opened in reverse order, each once, whatever the others do. */
final class ClosingStack {
    private static final Logger LOG = LoggerFactory.getLogger(ClosingStack.class);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T part) {
        opened.push(part);
        return part;
    }

    // A second caller waits until the first has closed everything.
    synchronized void close() {
        while (!opened.isEmpty()) {
            closeOne(opened.pop());
        }
    }

    // AutoCloseable allows any exception; none may keep the rest open.
    private static void closeOne(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn("{} did not close: {}", part.getClass().getSimpleName(), e.toString());
        }
    }
}
