package io.mediascope.scope.journal;

import io.mediascope.media.model.LayerName;
import io.mediascope.scope.model.ScopeSerializable;
import java.util.List;

/** What a participant wants to receive. */
public record WantedMedia(Mode mode, List<Track> listed, List<Layer> layers) implements ScopeSerializable {
    /** Which tracks of the others. */
    public enum Mode {
        ALL,
        LISTED,
        NONE
    }

    /** An empty {@code trackId} means every track of the user. */
    public record Track(String userId, String trackId) implements ScopeSerializable {}

    /** An exception from the default layer. */
    public record Layer(String userId, String trackId, LayerName layer, boolean paused) implements ScopeSerializable {}
}
