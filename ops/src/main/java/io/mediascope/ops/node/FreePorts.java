package io.mediascope.ops.node;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * TCP ports of loopback that nobody uses and that stay free while their owner restarts: below those that the system gives to outgoing
 * connections.
 */
public final class FreePorts {
    private static final int FIRST = 20_000;
    private static final int END = 32_000;
    private static final int TRIES = 200;

    private FreePorts() {}

    /** One that could be bound just now. */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Somebody has it: another one.
            }
        }
        throw new IllegalStateException("no free port found between " + FIRST + " and " + END);
    }
}
