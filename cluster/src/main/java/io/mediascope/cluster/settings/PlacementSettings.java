package io.mediascope.cluster.settings;

import com.typesafe.config.Config;
import io.mediascope.scope.model.Coordinates;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code mediascope.placement}; {@code reference.conf} explains each value.
 *
 * @param at where this node's region is; null when nobody says
 * @param regions where regions are, by name
 */
public record PlacementSettings(
        @Nullable Coordinates at,
        Map<String, Coordinates> regions,
        Duration publishInterval,
        Duration staleAfter,
        Duration settleTime,
        double expectedWeight,
        double crowdedAbove,
        double ownNodePenalty,
        int rehomingsPerSecond,
        long capacityBps,
        Rebalance rebalance) {
    /**
     * When relays leave a node because it has too much to do.
     *
     * @param above the share of the node in use
     * @param gap by how much less another node must have in use with the relay on it
     * @param scopePause the same scope is not asked again within this time
     */
    public record Rebalance(double above, double gap, int movesPerSecond, Duration scopePause) {}

    private static final String PATH = "mediascope.placement.";

    static PlacementSettings create(Checked checked, Config config, String region) {
        Map<String, Coordinates> regions = new LinkedHashMap<>();
        for (Config entry : config.getConfigList(PATH + "regions")) {
            String name = entry.getString("name");
            regions.put(name, coordinates(name, entry.getDouble("latitude"), entry.getDouble("longitude")));
        }
        return new PlacementSettings(
                own(checked, config, regions.get(region)),
                Map.copyOf(regions),
                checked.duration(PATH + "publish-interval", Duration.ofMillis(100)),
                checked.duration(PATH + "stale-after", Duration.ofSeconds(1)),
                checked.duration(PATH + "settle-time", Duration.ZERO),
                checked.fraction(PATH + "expected-weight"),
                checked.fraction(PATH + "crowded-above"),
                checked.fraction(PATH + "own-node-penalty"),
                checked.atLeast(PATH + "rehomings-per-second", 1),
                checked.atLeast(PATH + "capacity-mbit-per-second", 1) * 1_000_000L,
                new Rebalance(
                        checked.fraction(PATH + "rebalance.above"),
                        checked.fraction(PATH + "rebalance.gap"),
                        checked.atLeast(PATH + "rebalance.moves-per-second", 0),
                        checked.duration(PATH + "rebalance.scope-pause", Duration.ofSeconds(1))));
    }

    private static @Nullable Coordinates own(Checked checked, Config config, @Nullable Coordinates ofTable) {
        boolean latitude = !checked.text(PATH + "latitude").isEmpty();
        boolean longitude = !checked.text(PATH + "longitude").isEmpty();
        if (latitude != longitude) {
            throw new NodeStartException(PATH + "latitude and longitude must both be set, or none of them");
        }
        return latitude
                ? coordinates("this node", config.getDouble(PATH + "latitude"), config.getDouble(PATH + "longitude"))
                : ofTable;
    }

    private static Coordinates coordinates(String of, double latitude, double longitude) {
        try {
            return new Coordinates(latitude, longitude);
        } catch (IllegalArgumentException e) {
            throw new NodeStartException("mediascope.placement, " + of + ": " + e.getMessage(), e);
        }
    }
}
