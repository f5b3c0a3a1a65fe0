package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.routing.PipeRoute;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings clients' data messages to the others of their scope, on both nodes while it moves. Then the relay that the scope goes to serves
 * its own clients first and leaves the rest to the other one. Touched by the agent only.
 */
final class DataMessages {
    private final AgentPorts ports;
    private final RelayTable table;
    private final LocalSessions sessions;

    DataMessages(AgentPorts ports, RelayTable table) {
        this.ports = ports;
        this.table = table;
        this.sessions = table.sessions();
    }

    /** Of a client here. */
    void send(LocalRelayCommand.SendData c) {
        RelayCommand.Data data = new RelayCommand.Data(
                c.scope(), c.sessionId(), c.fromUser(), c.toUser(), c.topic(), c.payload(), List.of(), false);
        boolean taken = take(data, table.held(c.scope()));
        if (taken) {
            sessions.count(data);
            ports.counters().increment(NodeCounter.DATA_MESSAGES);
            ports.counters().add(NodeCounter.DATA_BYTES, c.payload().length);
        }
        Refusal refusal = taken
                ? null
                : Refusal.of(RefusalReason.UNKNOWN_USER, "no user " + c.toUser() + " is connected to this scope now");
        c.replyTo().tell(new SessionCommand.DataOutcome(c.requestId(), refusal));
    }

    /** False when the one whom it is for is nowhere. */
    private boolean take(RelayCommand.Data data, @Nullable HeldRelay relay) {
        ActorRef<RelayCommand> far = far(relay);
        boolean known = data.toUser().isEmpty() || (relay != null && relay.view.knows(data.toUser()));
        if (relay == null || far == null || !known) {
            return !sessions.fanOut(data).isEmpty() || data.toUser().isEmpty();
        } else if (onward(relay)) {
            far.tell(data);
        } else {
            decide(data, far);
        }
        return true;
    }

    /** From the scope's other relay. */
    void arrived(RelayCommand.Data data) {
        ActorRef<RelayCommand> far = far(table.held(data.scope()));
        if (data.decided() || far == null) {
            sessions.fanOut(data);
        } else {
            decide(data, far);
        }
    }

    private void decide(RelayCommand.Data data, ActorRef<RelayCommand> far) {
        List<String> served = sessions.fanOut(data);
        if (served.isEmpty() || data.toUser().isEmpty()) {
            far.tell(new RelayCommand.Data(
                    data.scope(),
                    data.sessionId(),
                    data.fromUser(),
                    data.toUser(),
                    data.topic(),
                    data.payload(),
                    served,
                    true));
        }
    }

    private static boolean onward(HeldRelay relay) {
        PipeRoute pipe = relay.pipe;
        return pipe != null && pipe.onward();
    }

    private @Nullable ActorRef<RelayCommand> far(@Nullable HeldRelay relay) {
        PipeRoute pipe = relay == null ? null : relay.pipe;
        return Optional.ofNullable(pipe)
                .map(PipeRoute::node)
                .flatMap(ports.agents())
                .orElse(null);
    }
}
