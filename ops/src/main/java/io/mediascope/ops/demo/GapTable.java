package io.mediascope.ops.demo;

import io.mediascope.ops.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The longest time without a new frame at each switch, over all clients. One thread. */
final class GapTable {
    private final List<String[]> rows = new ArrayList<>();

    /** Forgets the gaps until now: a switch begins. */
    void begin(List<DemoClient> clients) {
        clients.forEach(DemoClient::takeGapsMs);
    }

    /** A switch is over. Streams that began in it count from their first frame. */
    void end(String name, List<DemoClient> clients) {
        Longest audio = new Longest();
        Longest video = new Longest();
        for (DemoClient client : clients) {
            for (Map.Entry<String, Long> gap : client.takeGapsMs().entrySet()) {
                Longest longest = gap.getKey().endsWith(" audio") ? audio : video;
                longest.add(
                        gap.getValue(), client.user() + " from " + gap.getKey().split(" ")[0]);
            }
        }
        rows.add(new String[] {name, audio.text(), audio.where, video.text(), video.where});
    }

    List<String> table() {
        TextTable table = new TextTable("SWITCH", "AUDIO GAP", "AT", "VIDEO GAP", "AT");
        rows.forEach(table::row);
        return table.lines();
    }

    private static final class Longest {
        private long longestMs = -1;
        private String where = "-";

        void add(long gapMs, String at) {
            if (gapMs > longestMs) {
                longestMs = gapMs;
                where = at;
            }
        }

        String text() {
            return longestMs < 0 ? "-" : longestMs + " ms";
        }
    }
}
