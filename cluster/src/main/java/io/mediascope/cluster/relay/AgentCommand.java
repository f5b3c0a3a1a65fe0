package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.ScopeSerializable;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.RelayStatistics;
import io.mediascope.transport.relay.SpeakerLevel;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the node itself, its relay loops and its timers tell the agent. */
public sealed interface AgentCommand extends RelayCommand {
    /** Who are you? Asked by the directories of other nodes. */
    record Introduce(ActorRef<Introduction> replyTo) implements AgentCommand, ScopeSerializable {}

    /** The answer to {@link Introduce}. */
    record Introduction(NodeRef node, ActorRef<RelayCommand> agent) implements ScopeSerializable {}

    /** The scopes whose relays are here. */
    record ListRelays(ActorRef<Set<ScopeKey>> replyTo) implements AgentCommand {}

    /** What the relays here need. */
    record ListUses(ActorRef<Uses> replyTo) implements AgentCommand {}

    /** The answer to {@link ListUses}: relays that have not been measured yet are not in it. */
    record Uses(List<Rebalancing.Use> relays) {}

    /** Totals of one relay now, empty when it is not here. */
    record ReadStatistics(ScopeKey scope, ActorRef<Optional<RelayStatistics>> replyTo) implements AgentCommand {}

    /** A routing change is in force on the loop. */
    record LoopApplied(ScopeKey scope, long relay, FencingToken token, Apply command, long version)
            implements AgentCommand {}

    /** A path changed on the loop. */
    record LoopTransport(
            ScopeKey scope,
            long relay,
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable HostPort remote)
            implements AgentCommand {}

    /** A participant's multiplexed path was proved on the loop. */
    record LoopMuxPath(ScopeKey scope, long relay, String sessionId, HostPort remote) implements AgentCommand {}

    /** Media of a participant comes from an address that it has not proved. */
    record LoopProbe(ScopeKey scope, long relay, String sessionId) implements AgentCommand {}

    /** The layers that anyone receives changed on the loop. */
    record LoopLayers(ScopeKey scope, long relay, String sessionId, String trackId, List<LayerName> needed)
            implements AgentCommand {}

    /** Who speaks has changed on the loop. */
    record LoopSpeakers(ScopeKey scope, long relay, List<SpeakerLevel> speakers) implements AgentCommand {}

    /** The loop's totals, for the scope and for the silence rule. */
    record LoopTotals(ScopeKey scope, long relay, RelayStatistics totals) implements AgentCommand {}

    /** A member is down or removed. */
    record MemberGone() implements AgentCommand {}

    /** It is time to report the sessions of one relay. */
    record ReportDue(ScopeKey scope, long relay) implements AgentCommand {}

    /** It is time to read the totals of one relay. */
    record TotalsDue(ScopeKey scope, long relay) implements AgentCommand {}

    /** A session's actor has ended without saying so. */
    record SessionGone(ScopeKey scope, String sessionId, int linkEpoch, ActorRef<SessionCommand> session)
            implements AgentCommand {}
}
