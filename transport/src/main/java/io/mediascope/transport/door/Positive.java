package io.mediascope.transport.door;

import java.time.Duration;

/** Checks of settings. Pure. */
final class Positive {
    private Positive() {}

    static void require(Duration value, String name) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }

    static void require(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, not " + value);
        }
    }
}
