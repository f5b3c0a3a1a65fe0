package io.mediascope.media.munge;

import java.util.Arrays;

/**
 * Numbers that rise by one, renumbered so that what is left out on purpose leaves no gap while what was lost still does. Remembers
 * the last {@link #WINDOW} numbers, so that what comes late gets the number that was kept for it. Works on extended numbers; no
 * allocation after construction.
 */
final class Renumbering {
    /** How far back a late number may lie. */
    static final int WINDOW = 1024;

    static final long DUPLICATE = -1;
    static final long TOO_OLD = -2;

    private static final byte MISSING = 0;
    private static final byte USED = 1;
    private static final byte LEFT_OUT = 2;

    private final long[] offsets = new long[WINDOW];
    private final byte[] states = new byte[WINDOW];
    private long next;
    private boolean started;
    private long first;
    private long highest;
    private long offset;

    /** @param first the first outgoing number, positive */
    Renumbering(long first) {
        this.next = first;
    }

    /** The next number, whatever it is, follows the last outgoing one without a gap. */
    void restart() {
        started = false;
    }

    /** Whether a number has come since the start or restart. */
    boolean started() {
        return started;
    }

    /** The highest number that came in since the restart. */
    long highest() {
        return highest;
    }

    /** The outgoing number after the highest one. */
    long next() {
        return next;
    }

    /** The outgoing number, or {@link #DUPLICATE} or {@link #TOO_OLD}. */
    long map(long number) {
        return take(number, USED, false);
    }

    /** {@link #map} for numbers of which several packets share one: no duplicates. */
    long mapShared(long number) {
        return take(number, USED, true);
    }

    /** Leaves a number out; when it is the highest, those after it move up. */
    void leaveOut(long number) {
        if (!started) {
            return;
        }
        boolean newest = number > highest;
        if (take(number, LEFT_OUT, false) >= 0 && newest) {
            offset--;
            next--;
        }
    }

    /** Takes an outgoing number for something that has no incoming one. */
    long insert() {
        offset++;
        return next++;
    }

    private long take(long number, byte state, boolean shared) {
        if (!started) {
            start(number);
        }
        if (number > highest) {
            advance(number);
        }
        if (number <= highest - WINDOW || number < first) {
            return TOO_OLD;
        }
        int slot = slot(number);
        if (states[slot] == LEFT_OUT || (states[slot] == USED && !shared)) {
            return DUPLICATE;
        }
        states[slot] = state;
        return number + offsets[slot];
    }

    private void start(long number) {
        started = true;
        first = number;
        highest = number - 1;
        offset = next - number;
        Arrays.fill(states, MISSING);
    }

    private void advance(long number) {
        for (long n = Math.max(highest + 1, number - WINDOW + 1); n <= number; n++) {
            offsets[slot(n)] = offset;
            states[slot(n)] = MISSING;
        }
        highest = number;
        next = number + offset + 1;
    }

    private static int slot(long number) {
        return (int) number & (WINDOW - 1);
    }
}
