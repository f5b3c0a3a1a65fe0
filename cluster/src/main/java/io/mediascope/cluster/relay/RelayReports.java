package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.TimerScheduler;
import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.transport.relay.RelayStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an agent tells scopes of their relays from time to time: whose links are alive, and the totals. Touched by the agent only. */
final class RelayReports {
    private static final Duration STEP = Duration.ofMillis(10);

    private final ActorRef<RelayCommand> self;
    private final TimerScheduler<RelayCommand> timers;
    private final AgentPorts ports;
    private final LocalSessions sessions;

    RelayReports(
            ActorRef<RelayCommand> self,
            TimerScheduler<RelayCommand> timers,
            AgentPorts ports,
            LocalSessions sessions) {
        this.self = self;
        this.timers = timers;
        this.ports = ports;
        this.sessions = sessions;
    }

    void schedule(HeldRelay relay) {
        scheduleSessions(relay);
        scheduleTotals(relay);
    }

    void cancel(HeldRelay relay) {
        timers.cancel(sessionsTimer(relay));
        timers.cancel(totalsTimer(relay));
    }

    /** Every relay's sessions are reported, a hundred relays a second: who died with a member is started again by it. */
    void allSoon(RelayTable table) {
        Duration wait = Duration.ZERO;
        for (ScopeKey scope : table.scopes()) {
            HeldRelay relay = Objects.requireNonNull(table.held(scope));
            timers.startSingleTimer(sessionsTimer(relay), new AgentCommand.ReportDue(relay.scope, relay.number), wait);
            wait = wait.plus(STEP);
        }
    }

    /** It is time to report the sessions, when the relay is still here. */
    void sessions(@Nullable HeldRelay relay) {
        if (relay != null) {
            ports.scopes()
                    .accept(
                            relay.scope,
                            new ScopeCommand.RelayReport(
                                    ports.node(), relay.token, relay.appliedVersion, sessions.live(relay.scope)));
            scheduleSessions(relay);
        }
    }

    /** It is time to report the totals, when the relay is still here. */
    void totals(@Nullable HeldRelay relay) {
        if (relay != null) {
            readTotals(relay);
            scheduleTotals(relay);
        }
    }

    /** The last totals of a participant are read before its routes go; of a thousand who leave together, once. */
    void readTotalsOnce(HeldRelay relay) {
        if (!relay.totalsAsked) {
            readTotals(relay);
        }
    }

    private void readTotals(HeldRelay relay) {
        relay.totalsAsked = true;
        relay.handle.statistics(totals -> self.tell(new AgentCommand.LoopTotals(relay.scope, relay.number, totals)));
    }

    /** Passes the loop's totals on; true when they show that nobody is there any more. */
    boolean arrived(HeldRelay relay, RelayStatistics totals) {
        relay.totalsAsked = false;
        relay.forwarded.total(totals, System.nanoTime());
        ports.scopes().accept(relay.scope, Samples.of(ports.node(), totals, sessions.messageCounts(relay.scope)));
        Duration silentAfter = ports.settings().silentAfter();
        return !sessions.anyIn(relay.scope)
                && System.nanoTime() - relay.openedNs >= silentAfter.toNanos()
                && totals.paths().stream().allMatch(path -> path.lastSeenAgoMs() >= silentAfter.toMillis());
    }

    /** What each relay needs, when it has been measured. */
    List<Rebalancing.Use> uses(RelayTable table) {
        return table.scopes().stream()
                .map(table::held)
                .filter(Objects::nonNull)
                .filter(relay -> relay.forwarded.known())
                .map(relay -> new Rebalancing.Use(
                        relay.scope, sessions.live(relay.scope).size(), relay.forwarded.bitrateBps()))
                .toList();
    }

    private void scheduleSessions(HeldRelay relay) {
        timers.startSingleTimer(
                sessionsTimer(relay),
                new AgentCommand.ReportDue(relay.scope, relay.number),
                jittered(ports.settings().reportInterval()));
    }

    private void scheduleTotals(HeldRelay relay) {
        timers.startSingleTimer(
                totalsTimer(relay),
                new AgentCommand.TotalsDue(relay.scope, relay.number),
                jittered(ports.settings().qualityInterval()));
    }

    /** Up to a tenth earlier, so that the relays of a node do not report in one burst. */
    private Duration jittered(Duration interval) {
        return interval.minusNanos(
                (long) (interval.toNanos() * 0.1 * ports.random().nextDouble()));
    }

    private static String sessionsTimer(HeldRelay relay) {
        return "sessions-" + relay.number;
    }

    private static String totalsTimer(HeldRelay relay) {
        return "totals-" + relay.number;
    }
}
