package io.mediascope.media.sdp;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WantedTrack;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;

/** Which track has which section of a subscriber's connection. */
final class Slots {
    private final IntSupplier ssrcs;
    private final List<Slot> slots = new ArrayList<>();
    private List<WantedTrack> unserved = List.of();

    Slots(IntSupplier ssrcs) {
        this.ssrcs = ssrcs;
    }

    List<Slot> list() {
        return List.copyOf(slots);
    }

    List<WantedTrack> unserved() {
        return unserved;
    }

    /** Tracks that have a section keep it; of the others each takes one that is free, or a new one while there may be more. */
    void assign(List<WantedTrack> tracks) {
        Map<TrackKey, WantedTrack> open = new LinkedHashMap<>();
        tracks.forEach(track -> open.putIfAbsent(track.track(), track));
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            WantedTrack held = slot.wanted();
            WantedTrack still = held == null ? null : open.get(held.track());
            boolean fits = still != null && still.kind().mediaType() == slot.mediaType();
            slots.set(i, slot.with(fits ? still : null));
            if (fits && still != null) {
                open.remove(still.track());
            }
        }
        unserved = open.values().stream().filter(track -> !take(track)).toList();
    }

    private boolean take(WantedTrack track) {
        MediaType type = track.kind().mediaType();
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).wanted() == null && slots.get(i).mediaType() == type) {
                slots.set(i, fresh(slots.get(i).mid(), type, track));
                return true;
            }
        }
        if (slots.size() == SessionDescription.MAX_SECTIONS) {
            return false;
        }
        slots.add(fresh(Integer.toString(slots.size()), type, track));
        return true;
    }

    /**
     * With SSRCs of its own, also where a section is used again: Chrome decodes what comes under an SSRC that it once knew in a
     * section, but shows none of it.
     */
    private Slot fresh(String mid, MediaType type, WantedTrack track) {
        int ssrc = ssrcs.getAsInt();
        return new Slot(mid, type, track, ssrc, type == MediaType.VIDEO ? ssrcs.getAsInt() : 0);
    }
}
