package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Does what sessions, agents and operators ask of a scope, a batch of commands in one turn. */
final class Turns {
    private final MediaScope scope;
    private final RelayKeeper keeper;
    private final Joins joins;
    private final SessionRequests requests;
    private final ScopePorts ports;

    Turns(MediaScope scope, RelayKeeper keeper, Joins joins, SessionRequests requests, ScopePorts ports) {
        this.scope = scope;
        this.keeper = keeper;
        this.joins = joins;
        this.requests = requests;
        this.ports = ports;
    }

    ReplyEffect<ScopeEvent, ScopeState> onBatch(ScopeState state, ScopeCommand.Batch batch) {
        Turn turn = new Turn(state, rt().now(), ports.journal().up());
        for (ScopeCommand command : batch.commands()) {
            if (keeper.busy()) {
                turn.later(command);
            } else {
                handle(turn, command);
            }
        }
        scope.putBack(turn.later());
        return scope.commit(turn);
    }

    private void handle(Turn turn, ScopeCommand command) {
        if (command instanceof ScopeCommand.Join c) {
            joins.onJoin(turn, c);
        } else if (command instanceof ScopeCommand.LinkReady c) {
            onReady(turn, c);
        } else if (command instanceof ScopeCommand.FromSession c) {
            onRequest(turn, c);
        } else if (command instanceof ScopeCommand.P2p c) {
            onP2p(turn, c);
        } else if (command instanceof ScopeCommand.ClientQuality c) {
            turn.state().session(c.sessionId()).ifPresent(p -> rt().quality.client(turn.state(), p, c.streams()));
        } else if (command instanceof ScopeCommand.QualitySample c) {
            if (rt().departure == null || keeper.isHome(c.node())) {
                rt().quality.sample(turn.state(), c);
            }
        } else if (command instanceof ScopeCommand.TransportChanged c) {
            onTransport(turn, c);
        } else if (command instanceof ScopeCommand.MuxCandidate c) {
            onMux(c);
        } else if (command instanceof ScopeCommand.Resolve c) {
            keeper.resolve(turn, c);
        } else if (command instanceof ScopeCommand.MoveRelay c) {
            keeper.move(turn, c);
        } else if (command instanceof ScopeCommand.RemoveParticipant c) {
            onRemove(turn, c);
        } else if (command instanceof ScopeCommand.StopScope c) {
            leaveAll(turn, turn.state().all(), LeaveReason.SCOPE_CLOSED, c.reason(), c.commandId(), c.replyTo());
        } else {
            throw new IllegalStateException("no handler for " + command.getClass());
        }
    }

    private void onReady(Turn turn, ScopeCommand.LinkReady c) {
        Optional<Participant> p =
                turn.state().session(c.sessionId()).filter(x -> x.link().epoch() == c.linkEpoch());
        if (rt().relay != null && p.isPresent()) {
            rt().links.of(p.get()).found(rt().now());
            turn.welcome(p.get());
        }
    }

    private void onRequest(Turn turn, ScopeCommand.FromSession c) {
        RequestReply before = rt().outcomes.of(c.commandId());
        if (before != null) {
            turn.reply(c.replyTo(), before);
            return;
        }
        if (c instanceof ScopeCommand.LinkLost) {
            linkLost(turn, c);
        }
        EventBatch batch = turn.attempt();
        SessionRequests.Outcome outcome = requests.handle(batch, c);
        if (!turn.journalUp() && !batch.nothing()) {
            turn.reply(c.replyTo(), new RequestReply.Refused(c.commandId(), unavailable()));
            return;
        }
        turn.answer(outcome.answers());
        turn.deliver(outcome.others());
        if (outcome.answers().isEmpty()) {
            turn.whenDone(() -> rt().outcomes.put(outcome.reply()));
        }
        turn.reply(c.replyTo(), outcome.reply());
    }

    /** Who has moved has let go of the old node by that. */
    private void linkLost(Turn turn, ScopeCommand.FromSession c) {
        Departure departure = rt().departure;
        boolean moved = turn.state()
                .session(c.sessionId())
                .filter(p -> p.link().epoch() > c.linkEpoch())
                .isPresent();
        if (departure != null && moved) {
            departure.left(c.sessionId());
        }
    }

    static Refusal unavailable() {
        return Refusal.retryable(
                RefusalReason.JOURNAL_UNAVAILABLE,
                "The event journal takes no writes at the moment; nothing was changed, try again.",
                1000);
    }

    private void onP2p(Turn turn, ScopeCommand.P2p c) {
        RelayLink open = rt().relay;
        boolean current = rt().links
                .get(c.sessionId())
                .filter(l -> l.epoch() == c.linkEpoch())
                .isPresent();
        if (open != null && current && turn.journalUp()) {
            List<Delivery> out = new ArrayList<>(DirectPaths.forward(c, rt().p2p, rt().links));
            out.addAll(rt().direct(DirectPaths.reported(c, rt().p2p, rt().now()), turn.batch(), open));
            turn.deliver(out);
        }
    }

    private void onTransport(Turn turn, ScopeCommand.TransportChanged c) {
        Optional<Participant> p = turn.state().session(c.sessionId());
        if (p.isPresent()
                && keeper.isHome(c.node())
                && rt().links.of(p.get()).travels(c.mediaType(), c.transport(), c.detail())) {
            rt().transports.touch(c.sessionId(), rt().now());
            turn.deliver(List.of(DirectPaths.transport(turn.state(), p.get(), c.mediaType(), rt().links)));
        }
    }

    private void onMux(ScopeCommand.MuxCandidate c) {
        if (keeper.isHome(c.node())) {
            rt().links.get(c.sessionId()).ifPresent(link -> link.muxProved(c.remote()));
        }
    }

    private void onRemove(Turn turn, ScopeCommand.RemoveParticipant c) {
        Optional<Participant> p = turn.state().user(c.userId());
        if (p.isEmpty()) {
            Refusal unknown = Refusal.of(RefusalReason.UNKNOWN_USER, "User " + c.userId() + " is not in the scope.");
            turn.reply(c.replyTo(), new RequestReply.Refused(c.commandId(), unknown));
            return;
        }
        leaveAll(turn, List.of(p.get()), LeaveReason.REMOVED, c.reason(), c.commandId(), c.replyTo());
    }

    private void leaveAll(
            Turn turn,
            List<Participant> leavers,
            LeaveReason reason,
            String text,
            String commandId,
            ActorRef<RequestReply> replyTo) {
        if (!turn.journalUp()) {
            turn.reply(replyTo, new RequestReply.Refused(commandId, unavailable()));
            return;
        }
        EventBatch batch = turn.batch();
        leavers.forEach(p -> Joining.leave(batch, p, reason, rt().links.of(p), rt().quality));
        batch.disposeIfEmpty(text);
        turn.reply(replyTo, new RequestReply.Accepted(commandId, List.of()));
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }
}
