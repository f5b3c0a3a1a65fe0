package io.mediascope.ops.demo;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.ops.TextTable;
import io.mediascope.sdk.ScopeStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Packets by client, stream and transport. Each {@link #record} books what was counted since the one before on the transport
 * that the client uses now. One thread.
 */
final class StreamLedger {
    private final Map<Row, long[]> rows = new TreeMap<>();
    private final Map<String, long[]> lastCounts = new HashMap<>();

    /** Books one client. */
    void record(DemoClient client) {
        ScopeStatistics statistics = client.statistics();
        for (ScopeStatistics.SentStream sent : statistics.sent()) {
            Row row = new Row(
                    client.user(), "sends " + sent.trackId() + "/" + sent.layer(), transport(client, sent.kind()));
            String source = client.user() + " sent " + Integer.toUnsignedString(sent.ssrc()) + "/" + sent.incarnation();
            book(row, source, sent.packets(), sent.lostPackets());
        }
        for (ScopeStatistics.ReceivedStream in : statistics.received()) {
            String stream = "gets " + in.userId() + " " + in.trackId() + "/" + in.layer();
            String source = client.user() + " got " + Integer.toUnsignedString(in.ssrc()) + "/" + in.incarnation();
            book(new Row(client.user(), stream, transport(client, in.kind())), source, in.packets(), in.lostPackets());
        }
    }

    List<String> table() {
        TextTable table = new TextTable("CLIENT", "STREAM", "TRANSPORT", "SENT", "RECEIVED", "LOST");
        rows.forEach((row, counts) -> {
            boolean sends = row.stream().startsWith("sends");
            String packets = Long.toString(counts[0]);
            table.row(
                    row.client(),
                    row.stream(),
                    row.transport(),
                    sends ? packets : "",
                    sends ? "" : packets,
                    Long.toString(counts[1]));
        });
        return table.lines();
    }

    private void book(Row row, String source, long packets, long lost) {
        long[] last = lastCounts.computeIfAbsent(source, key -> new long[2]);
        if (packets > last[0] || lost != last[1]) {
            long[] sum = rows.computeIfAbsent(row, key -> new long[2]);
            sum[0] += packets - last[0];
            sum[1] += lost - last[1];
        }
        last[0] = packets;
        last[1] = lost;
    }

    private static String transport(DemoClient client, TrackKind kind) {
        return String.valueOf(client.transport(kind == TrackKind.AUDIO ? MediaType.AUDIO : MediaType.VIDEO));
    }

    /** What one line of the table is about. */
    private record Row(String client, String stream, String transport) implements Comparable<Row> {
        @Override
        public int compareTo(Row other) {
            return toString().compareTo(other.toString());
        }
    }
}
