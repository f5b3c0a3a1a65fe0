package io.mediascope.bench;

import java.util.concurrent.locks.LockSupport;

/** Waiting. */
final class Clock {
    private Clock() {}

    static void pause(double seconds) {
        long until = System.nanoTime() + (long) (seconds * 1e9);
        long left;
        while ((left = until - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
        }
    }
}
