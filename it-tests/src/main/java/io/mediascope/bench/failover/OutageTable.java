package io.mediascope.bench.failover;

import java.util.List;
import java.util.function.ToLongFunction;

/** Rows of a Markdown table: of each column p50 / p99 / max. */
final class OutageTable {
    static final String HEAD =
            "| fault | runs | clients notice, ms | `/resolve` right again, ms | joins served again, ms"
                    + " | media back (slowest of 12 streams), ms | frames lost (12 streams) | events wrong |\n"
                    + "|---|---|---|---|---|---|---|---|";

    private OutageTable() {}

    static String row(Fault fault, List<Outage> outages) {
        return "| " + fault.words + " | " + outages.size()
                + " | " + spread(outages, Outage::noticedMs)
                + " | " + spread(outages, Outage::resolvedMs)
                + " | " + spread(outages, Outage::joinedMs)
                + " | " + spread(outages, Outage::mediaMs)
                + " | " + spread(outages, Outage::framesLost)
                + " | " + outages.stream().mapToInt(Outage::eventsWrong).sum() + " |";
    }

    /** Values below 0 stand for nothing to measure. */
    static String spread(List<Outage> outages, ToLongFunction<Outage> value) {
        long[] sorted =
                outages.stream().mapToLong(value).filter(v -> v >= 0).sorted().toArray();
        if (sorted.length == 0) {
            return "-";
        }
        return percentile(sorted, 50) + " / " + percentile(sorted, 99) + " / " + sorted[sorted.length - 1];
    }

    /** The smallest value that so many percent do not exceed. */
    private static long percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, (sorted.length * percent + 99) / 100 - 1)];
    }
}
