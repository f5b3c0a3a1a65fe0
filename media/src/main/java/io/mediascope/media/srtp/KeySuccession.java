package io.mediascope.media.srtp;

import java.util.ArrayList;
import java.util.List;

/**
 * The keys of one stream over re-keying: a key whose place another one took goes on opening packets for a while, because the sender
 * changes later than its receivers, and what it sealed before is still under way or asked for again. Belongs to one thread.
 */
public final class KeySuccession {
    /** How long a replaced key still opens packets. */
    public static final long KEPT_NS = 5_000_000_000L;

    /** Keys that are replaced faster than they end: the oldest goes first. */
    private static final int MAX_KEPT = 8;

    private record Replaced(SrtpKey key, long untilNs) {}

    private final SrtpReceiver receiver;
    private final List<Replaced> replaced = new ArrayList<>();
    private List<SrtpKey> current;

    /** @param keys that {@code receiver} was made with */
    public KeySuccession(SrtpReceiver receiver, List<SrtpKey> keys) {
        this.receiver = receiver;
        this.current = List.copyOf(keys);
    }

    /** {@code keys}, newest first, take the place of the present ones. */
    public void take(List<SrtpKey> keys, long nowNs) {
        if (keys.isEmpty() || keys.equals(current)) {
            return;
        }
        for (SrtpKey old : current) {
            replaced.removeIf(r -> r.key().equals(old));
            replaced.add(0, new Replaced(old, nowNs + KEPT_NS));
        }
        replaced.removeIf(r -> keys.contains(r.key()));
        while (replaced.size() > MAX_KEPT) {
            replaced.remove(replaced.size() - 1);
        }
        current = List.copyOf(keys);
        give();
    }

    /** Ends the keys whose time has come; to be called each second or so. */
    public void turn(long nowNs) {
        if (!replaced.isEmpty() && replaced.removeIf(r -> r.untilNs() - nowNs <= 0)) {
            give();
        }
    }

    private void give() {
        List<SrtpKey> all = new ArrayList<>(current);
        replaced.forEach(r -> all.add(r.key()));
        receiver.setKeys(all);
    }
}
