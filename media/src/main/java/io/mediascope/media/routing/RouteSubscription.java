package io.mediascope.media.routing;

import io.mediascope.media.model.LayerName;
import java.util.List;

/**
 * What one participant receives. A policy and not a list of SSRCs, so that one more publisher in a large scope changes one
 * participant's routes and not all of them.
 *
 * @param mode ALL tracks of the others, the LISTED ones, or NONE
 * @param listed the wanted tracks when LISTED
 * @param layers exceptions from the default ({@code HIGH}, not paused)
 */
public record RouteSubscription(Mode mode, List<TrackKey> listed, List<LayerChoice> layers) {
    /** How tracks are chosen. */
    public enum Mode {
        ALL,
        LISTED,
        NONE
    }

    /** The layer wanted of one track; {@code paused} stops it. */
    public record LayerChoice(TrackKey track, LayerName layer, boolean paused) {}

    public static final RouteSubscription ALL = new RouteSubscription(Mode.ALL, List.of(), List.of());
    public static final RouteSubscription NONE = new RouteSubscription(Mode.NONE, List.of(), List.of());

    public RouteSubscription {
        listed = List.copyOf(listed);
        layers = List.copyOf(layers);
    }
}
