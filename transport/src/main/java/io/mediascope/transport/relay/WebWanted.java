package io.mediascope.transport.relay;

import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the routes give one web receiver: its tracks, and the stream that each comes from. A paused track stays, without a stream. */
final class WebWanted {
    /** One track; {@code target} is null while it is paused. */
    record Entry(Participant publisher, WantedTrack wanted, @Nullable UpTrack target) {}

    private final Map<TrackKey, Entry> entries = new LinkedHashMap<>();
    private boolean changed;

    /** Everything that this publisher gives from now on. */
    void give(Participant publisher, List<Entry> given) {
        Set<TrackKey> kept = new HashSet<>();
        for (Entry entry : given) {
            TrackKey key = entry.wanted().track();
            kept.add(key);
            Entry before = entries.put(key, entry);
            changed |= before == null || !before.wanted().equals(entry.wanted());
        }
        changed |= entries.values()
                .removeIf(entry -> entry.publisher() == publisher
                        && !kept.contains(entry.wanted().track()));
    }

    /** The publisher has left. */
    void forget(Participant publisher) {
        give(publisher, List.of());
    }

    @Nullable
    UpTrack target(@Nullable TrackKey key) {
        Entry entry = key == null ? null : entries.get(key);
        return entry == null ? null : entry.target();
    }

    List<WantedTrack> tracks() {
        return entries.values().stream().map(Entry::wanted).toList();
    }

    /** Whether {@link #tracks} has changed since the last call. */
    boolean takeChanged() {
        boolean taken = changed;
        changed = false;
        return taken;
    }
}
