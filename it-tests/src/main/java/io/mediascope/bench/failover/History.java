package io.mediascope.bench.failover;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads what was persisted of a call after everybody has left. */
final class History {
    private static final int PAIRED_SECONDS = 60;
    private static final long POLL_MS = 100;

    private History() {}

    /** Sequence numbers that are missing or doubled, and joins that do not pair with a leave, once the scope has ended. */
    static int faults(ClusterAccess cluster, String scope) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(PAIRED_SECONDS);
        int faults = count(cluster.events(scope));
        while (faults > 0 && System.nanoTime() < deadlineNs) {
            Thread.sleep(POLL_MS);
            faults = count(cluster.events(scope));
        }
        return faults;
    }

    private static int count(List<JsonNode> events) {
        int faults = 0;
        for (int i = 0; i < events.size(); i++) {
            faults += events.get(i).path("sequenceNumber").asLong() == i + 1 ? 0 : 1;
        }
        return faults + (int) Math.abs(count(events, "ParticipantJoined") - count(events, "ParticipantLeft"));
    }

    private static long count(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> type.equals(event.path("type").asText()))
                .count();
    }
}
