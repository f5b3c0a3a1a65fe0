package io.mediascope.media.srtp;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A receiver's keys, newest first, found by MKI. */
final class KeyRing {
    /** A key made ready, with the replay window of its indices. */
    static final class Entry {
        final SrtpKey key;
        final PacketCipher cipher;
        final ReplayWindow window;

        Entry(SrtpKey key, PacketCipher cipher, ReplayWindow window) {
            this.key = key;
            this.cipher = cipher;
            this.window = window;
        }
    }

    private final Function<SrtpKey, PacketCipher> ciphers;
    private final Supplier<ReplayWindow> windows;
    private Entry[] entries = new Entry[0];

    KeyRing(List<SrtpKey> keys, Function<SrtpKey, PacketCipher> ciphers, Supplier<ReplayWindow> windows) {
        this.ciphers = ciphers;
        this.windows = windows;
        set(keys);
    }

    /** Keys that stay keep what was made of them. */
    void set(List<SrtpKey> keys) {
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("at least one key is needed");
        }
        entries = keys.stream().map(this::entry).toArray(Entry[]::new);
    }

    private Entry entry(SrtpKey key) {
        for (Entry entry : entries) {
            if (entry.key.equals(key)) {
                return entry;
            }
        }
        return new Entry(key, ciphers.apply(key), windows.get());
    }

    Entry newest() {
        return entries[0];
    }

    @Nullable
    Entry find(int mki) {
        for (Entry entry : entries) {
            if (entry.key.mki() == mki) {
                return entry;
            }
        }
        return null;
    }
}
