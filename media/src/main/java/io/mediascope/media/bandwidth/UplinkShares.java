package io.mediascope.media.bandwidth;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides what a path carries among the streams that are sent over it. Audio first; then the lowest layer of every video, then the
 * higher ones: within a rank in equal parts, and who needs less leaves the rest to the others. A layer whose part is below what it needs
 * gets nothing. Pure.
 */
public final class UplinkShares {
    /** What comes first. */
    public enum Rank {
        AUDIO,
        BASE_LAYER,
        UPPER_LAYER
    }

    /**
     * One stream.
     *
     * @param leastBps below this it is better to send nothing
     * @param mostBps it makes no use of more
     */
    public record Demand(Rank rank, long leastBps, long mostBps) {}

    private UplinkShares() {}

    /** Parts in the order of {@code demands}; together never more than {@code totalBps}. */
    public static long[] divide(long totalBps, List<Demand> demands) {
        long[] shares = new long[demands.size()];
        long left = totalBps;
        for (Rank rank : Rank.values()) {
            List<Integer> members = modestFirst(demands, rank);
            for (int i = 0; i < members.size(); i++) {
                Demand demand = demands.get(members.get(i));
                long fair = Math.min(demand.mostBps(), left / (members.size() - i));
                // Rather one of them whole than none: what is not enough for all goes to the first that it is enough
                // for.
                long share = fair >= demand.leastBps()
                        ? fair
                        : left >= demand.leastBps() ? Math.min(demand.leastBps(), demand.mostBps()) : 0;
                shares[members.get(i)] = share;
                left -= share;
            }
        }
        return shares;
    }

    private static List<Integer> modestFirst(List<Demand> demands, Rank rank) {
        return IntStream.range(0, demands.size())
                .boxed()
                .filter(i -> demands.get(i).rank() == rank)
                .sorted(Comparator.comparingLong(i -> demands.get(i).mostBps()))
                .toList();
    }
}
