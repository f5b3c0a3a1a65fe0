package io.mediascope.scope.entity;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets one event per key through in each interval; the first waits a moment for what comes with it. */
final class Coalescer {
    private static final Duration SETTLE = Duration.ofMillis(200);
    private final Duration interval;
    private final Map<String, Instant> dueAt = new HashMap<>();
    private final Map<String, Instant> lastAt = new HashMap<>();

    Coalescer(Duration interval) {
        this.interval = interval;
    }

    void touch(String key, Instant now) {
        Instant last = lastAt.get(key);
        Instant soonest = now.plus(SETTLE);
        Instant allowed = last == null ? soonest : last.plus(interval);
        dueAt.putIfAbsent(key, allowed.isAfter(soonest) ? allowed : soonest);
    }

    /** The keys whose time has come; they count as let through. */
    Set<String> take(Instant now) {
        Set<String> due = new HashSet<>();
        dueAt.forEach((key, at) -> {
            if (!at.isAfter(now)) {
                due.add(key);
            }
        });
        due.forEach(key -> passed(key, now));
        return due;
    }

    /** This key's state was persisted by other means. */
    void passed(String key, Instant now) {
        dueAt.remove(key);
        lastAt.put(key, now);
    }

    void retain(Set<String> keys) {
        dueAt.keySet().retainAll(keys);
        lastAt.keySet().retainAll(keys);
    }

    @Nullable
    Instant next() {
        return dueAt.values().stream().min(Instant::compareTo).orElse(null);
    }
}
