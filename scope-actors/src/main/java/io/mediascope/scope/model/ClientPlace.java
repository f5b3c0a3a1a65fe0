package io.mediascope.scope.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a client says that it is.
 *
 * @param region name of a region; null when it does not say
 * @param at goes before the region; null when it does not say
 */
public record ClientPlace(@Nullable String region, @Nullable Coordinates at) implements ScopeSerializable {
    public static final ClientPlace UNKNOWN = new ClientPlace(null, null);

    public static ClientPlace inRegion(String region) {
        return new ClientPlace(region, null);
    }
}
