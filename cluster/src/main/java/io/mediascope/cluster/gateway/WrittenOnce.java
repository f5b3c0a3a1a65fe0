package io.mediascope.cluster.gateway;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the wire form of the last messages, so that what a thousand clients are told is written once. Safe from any thread: a
 * lost race costs one more writing.
 */
final class WrittenOnce<M, W> {
    private final AtomicReferenceArray<@Nullable Entry<M, W>> slots;
    private final Function<M, W> writer;

    private record Entry<M, W>(M message, W written) {}

    /** @param slots a power of two */
    WrittenOnce(int slots, Function<M, W> writer) {
        this.slots = new AtomicReferenceArray<>(slots);
        this.writer = writer;
    }

    // The very same message is meant: comparing its contents costs as much as writing it.
    @SuppressWarnings("ReferenceEquality")
    W of(M message) {
        int slot = System.identityHashCode(message) & (slots.length() - 1);
        Entry<M, W> entry = slots.get(slot);
        if (entry != null && entry.message() == message) {
            return entry.written();
        }
        W written = writer.apply(message);
        slots.set(slot, new Entry<>(message, written));
        return written;
    }
}
