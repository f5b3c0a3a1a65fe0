package io.mediascope.transport.relay;

import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The UpTracks of a loop by SSRC. Scopes choose SSRCs on their own, so two of them may share one. */
final class SsrcTable {
    private final IntObjectHashMap<List<UpTrack>> tracks = new IntObjectHashMap<>();

    void add(UpTrack track) {
        List<UpTrack> same = tracks.get(track.ssrc());
        if (same == null) {
            same = new ArrayList<>(1);
            tracks.put(track.ssrc(), same);
        }
        same.add(track);
    }

    void remove(UpTrack track) {
        List<UpTrack> same = tracks.get(track.ssrc());
        if (same != null && same.remove(track) && same.isEmpty()) {
            tracks.remove(track.ssrc());
        }
    }

    /** The stream of one relay. */
    @Nullable
    UpTrack of(MediaRelay relay, int ssrc) {
        List<UpTrack> same = tracks.get(ssrc);
        for (int i = 0; same != null && i < same.size(); i++) {
            if (same.get(i).owner().relay() == relay) {
                return same.get(i);
            }
        }
        return null;
    }

    @Nullable
    List<UpTrack> get(int ssrc) {
        return tracks.get(ssrc);
    }
}
