package io.mediascope.scope.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Participants who could not reach the scope's node although it says that it holds the scope: what is between may be broken. One who
 * says so twice, or two who say so, within ten seconds are believed. Those who say it just after a move speak of the node before.
 */
final class HomeReports {
    static final Duration WINDOW = Duration.ofSeconds(10);
    private final Map<String, Instant> reports = new HashMap<>();
    private Instant quietUntil = Instant.EPOCH;

    /** Whether the scope has to move now. */
    boolean add(String userId, Instant now) {
        if (quietUntil.isAfter(now)) {
            return false;
        }
        reports.values().removeIf(at -> !at.plus(WINDOW).isAfter(now));
        boolean believed = !reports.isEmpty();
        reports.put(userId, now);
        return believed;
    }

    void moved(Instant now) {
        reports.clear();
        quietUntil = now.plus(WINDOW);
    }

    void forget() {
        reports.clear();
        quietUntil = Instant.EPOCH;
    }
}
