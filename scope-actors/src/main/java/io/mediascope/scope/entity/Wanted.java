package io.mediascope.scope.entity;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.journal.WantedMedia;
import java.util.ArrayList;
import java.util.List;

/** Maps subscriptions between the journal's form and the relay's. */
final class Wanted {
    private Wanted() {}

    static WantedMedia of(RouteSubscription s) {
        return new WantedMedia(
                WantedMedia.Mode.valueOf(s.mode().name()),
                s.listed().stream()
                        .map(t -> new WantedMedia.Track(t.userId(), t.trackId()))
                        .toList(),
                s.layers().stream()
                        .map(l -> new WantedMedia.Layer(
                                l.track().userId(), l.track().trackId(), l.layer(), l.paused()))
                        .toList());
    }

    static RouteSubscription route(WantedMedia w) {
        return new RouteSubscription(
                RouteSubscription.Mode.valueOf(w.mode().name()),
                w.listed().stream()
                        .map(t -> new TrackKey(t.userId(), t.trackId()))
                        .toList(),
                w.layers().stream()
                        .map(l -> new RouteSubscription.LayerChoice(
                                new TrackKey(l.userId(), l.trackId()), l.layer(), l.paused()))
                        .toList());
    }

    /** The tracks of {@code next}, with the layer choices that were made before. */
    static WantedMedia subscribe(WantedMedia old, RouteSubscription next) {
        WantedMedia wanted = of(next);
        return new WantedMedia(
                wanted.mode(), wanted.listed(), wanted.layers().isEmpty() ? old.layers() : wanted.layers());
    }

    static WantedMedia choose(WantedMedia old, TrackKey track, LayerName layer, boolean paused) {
        List<WantedMedia.Layer> layers = new ArrayList<>(old.layers());
        layers.removeIf(l -> l.userId().equals(track.userId()) && l.trackId().equals(track.trackId()));
        if (layer != LayerName.HIGH || paused) {
            layers.add(new WantedMedia.Layer(track.userId(), track.trackId(), layer, paused));
        }
        return new WantedMedia(old.mode(), old.listed(), List.copyOf(layers));
    }
}
