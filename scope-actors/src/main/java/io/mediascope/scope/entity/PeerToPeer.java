package io.mediascope.scope.entity;

import io.mediascope.scope.entity.TopologyPolicy.Pair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The course of direct paths: settling, attempt, direct, draining. Driven by hand-fed time; says what to do as a list of
 * {@link Step}s. An attempt that failed is not repeated at once.
 */
final class PeerToPeer {
    /** What the scope has to do now. */
    sealed interface Step {
        /** Tell both to try. */
        record Start(long attempt, Pair pair) implements Step {}

        /** Both have proved the path. */
        record Switch(long attempt, Pair pair) implements Step {}

        /** An attempt, or a direct path, is over: tell both; persist when it was direct. */
        record Stop(long attempt, Pair pair, boolean planned, boolean wasDirect, String reason) implements Step {}

        /** The relay carries again for the peer of {@code sessionId}: it can stop sending directly. */
        record Drop(long attempt, String sessionId) implements Step {}
    }

    /** Why two participants can no longer be joined directly. */
    enum Broken {
        THIRD_JOINED("a third participant joined"),
        LEFT("a participant left"),
        LINK_LOST("a participant's link was lost"),
        RECONNECTED("a participant came back over a new link"),
        PATH_LOST("a participant's UDP path to the relay was lost");

        private final String reason;

        Broken(String reason) {
            this.reason = reason;
        }

        String reason() {
            return reason;
        }
    }

    private enum Phase {
        RELAY,
        SETTLING,
        TRYING,
        DIRECT,
        DRAINING
    }

    private final ScopeSettings.PeerToPeer settings;
    private final long firstAttempt;
    private Phase phase = Phase.RELAY;
    private @Nullable Pair pair;
    private long attempt;
    private long runningAttempt;
    private @Nullable Pair lastTried;
    private @Nullable Instant deadline;
    private final Set<String> done = new HashSet<>();
    private int failures;
    private @Nullable Instant notBefore;

    /**
     * @param firstAttempt attempts count up from here; higher than any of an actor before this one
     */
    PeerToPeer(ScopeSettings.PeerToPeer settings, long firstAttempt) {
        this.settings = settings;
        this.firstAttempt = firstAttempt;
        this.attempt = firstAttempt;
    }

    /** The direct path that outlived the actor. */
    void resume(long running, Pair of) {
        phase = Phase.DIRECT;
        attempt = Math.max(running, firstAttempt);
        runningAttempt = running;
        pair = of;
    }

    /**
     * What could be joined directly has (perhaps) changed.
     *
     * @param broken what has happened to the pair before, where it is over now
     */
    List<Step> conditions(@Nullable Pair now, Function<Pair, Broken> broken, Instant time) {
        if (phase == Phase.DRAINING || !settings.enabled()) {
            return List.of();
        }
        if (phase == Phase.TRYING || phase == Phase.DIRECT) {
            Pair current = pair;
            if (current == null || current.equals(now)) {
                return List.of();
            }
            Broken why = broken.apply(current);
            return stop(why == Broken.THIRD_JOINED, why.reason, time);
        }
        if (now == null) {
            phase = Phase.RELAY;
            pair = null;
            deadline = null;
        } else if (!now.equals(pair) || phase == Phase.RELAY) {
            phase = Phase.SETTLING;
            if (!now.equals(lastTried)) {
                failures = 0;
                notBefore = null;
            }
            pair = now;
            deadline = later(time.plus(settings.settleTime()), notBefore);
        }
        return List.of();
    }

    List<Step> established(String sessionId, long of) {
        Pair current = pair;
        if (phase != Phase.TRYING || of != runningAttempt || current == null || !current.has(sessionId)) {
            return List.of();
        }
        done.add(sessionId);
        if (done.size() < 2) {
            return List.of();
        }
        phase = Phase.DIRECT;
        deadline = null;
        failures = 0;
        return List.of(new Step.Switch(runningAttempt, current));
    }

    List<Step> failed(long of, String reason, Instant time) {
        if (of != runningAttempt || (phase != Phase.TRYING && phase != Phase.DIRECT)) {
            return List.of();
        }
        return stop(false, reason, time);
    }

    /** The client {@code sessionId} decodes what the relay sends: its peer can drop the direct path. */
    List<Step> relayCarries(String sessionId, long of) {
        Pair current = pair;
        if (phase != Phase.DRAINING || of != runningAttempt || current == null || !current.has(sessionId)) {
            return List.of();
        }
        done.add(sessionId);
        Step drop = new Step.Drop(runningAttempt, current.other(sessionId));
        if (done.size() == 2) {
            toRelay();
        }
        return List.of(drop);
    }

    /** Whether messages of this attempt are of interest; candidates are passed on while it lasts. */
    boolean concerns(String sessionId, long of) {
        Pair current = pair;
        return of == runningAttempt
                && (phase == Phase.TRYING || phase == Phase.DIRECT)
                && current != null
                && current.has(sessionId);
    }

    @Nullable
    Pair pair() {
        return pair;
    }

    List<Step> tick(Instant time) {
        Instant at = deadline;
        Pair current = pair;
        if (at == null || current == null || at.isAfter(time)) {
            return List.of();
        }
        if (phase == Phase.SETTLING) {
            phase = Phase.TRYING;
            runningAttempt = ++attempt;
            lastTried = current;
            done.clear();
            deadline = time.plus(settings.attemptTimeout());
            return List.of(new Step.Start(runningAttempt, current));
        } else if (phase == Phase.TRYING) {
            return stop(false, "the direct path was not proved in time", time);
        }
        List<Step> drops = List.of(current.low(), current.high()).stream()
                .filter(id -> !done.contains(current.other(id)))
                .map(id -> (Step) new Step.Drop(runningAttempt, id))
                .toList();
        toRelay();
        return drops;
    }

    @Nullable
    Instant next() {
        return deadline;
    }

    /** Back to the relay as planned, whatever is under way. */
    List<Step> leave(String reason, Instant time) {
        return phase == Phase.TRYING || phase == Phase.DIRECT ? stop(true, reason, time) : List.of();
    }

    private List<Step> stop(boolean planned, String reason, Instant time) {
        Pair current = pair;
        if (current == null) {
            return List.of();
        }
        boolean wasDirect = phase == Phase.DIRECT;
        if (!planned) {
            failures++;
            Duration wait = settings.retryMin().multipliedBy(1L << Math.min(failures - 1, 16));
            notBefore = time.plus(wait.compareTo(settings.retryMax()) > 0 ? settings.retryMax() : wait);
        }
        Step stop = new Step.Stop(runningAttempt, current, planned && wasDirect, wasDirect, reason);
        if (planned && wasDirect) {
            phase = Phase.DRAINING;
            done.clear();
            deadline = time.plus(settings.drainTimeout());
        } else {
            toRelay();
        }
        return List.of(stop);
    }

    private void toRelay() {
        phase = Phase.RELAY;
        pair = null;
        deadline = null;
        done.clear();
    }

    private static Instant later(Instant a, @Nullable Instant b) {
        return b != null && b.isAfter(a) ? b : a;
    }
}
