package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.account.AccountCommand;
import io.mediascope.scope.account.AccountReply;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import java.util.List;
import java.util.Optional;

/** How a scope handles joins: admission, placing of its relay, a seat of the application, events. */
final class Joins {
    private final MediaScope scope;
    private final RelayKeeper keeper;
    private final Joining joining;
    private final ScopePorts ports;
    private final ActorRef<AccountReply> account;

    Joins(MediaScope scope, ActorContext<ScopeCommand> context, RelayKeeper keeper, Joining joining, ScopePorts ports) {
        this.scope = scope;
        this.keeper = keeper;
        this.joining = joining;
        this.ports = ports;
        this.account = context.messageAdapter(AccountReply.class, ScopeCommand.AccountAnswered::new);
    }

    ReplyEffect<ScopeEvent, ScopeState> onJoin(ScopeState state, ScopeCommand.Join join) {
        scope.stayAwake();
        Admission admission = Admission.decide(state, join, rt().links::alive);
        if (admission instanceof Admission.Repeat a) {
            return scope.Effect().reply(join.replyTo(), admitted(a.participant(), join));
        }
        if (admission instanceof Admission.Refuse a) {
            return refuse(join, a.refusal());
        }
        Optional<ReplyEffect<ScopeEvent, ScopeState>> elsewhere = keeper.placed(state, join);
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        RelayLink open = rt().relay;
        if (!ports.journal().up() || open == null) {
            return refuse(join, MediaScope.unavailable());
        }
        boolean enters = admission instanceof Admission.Enter;
        if (enters
                && join.limits().applicationSeats() > 0
                && !rt().seats.free(state.participants().size(), rt().now())) {
            return withoutSeat(state, join);
        }
        EventBatch batch = new EventBatch(state, rt().now());
        if (admission instanceof Admission.Resume a) {
            long fencing = open.token().n();
            joining.resume(batch, a.participant(), join, a.validTicketHash(), fencing);
        } else {
            if (admission instanceof Admission.Replace a) {
                Joining.leave(batch, a.old(), LeaveReason.REPLACED, rt().links.of(a.old()), rt().quality);
            }
            joining.enter(batch, join, open.node(), open.token().n());
        }
        return scope.commit(batch, List.of()).thenReply(join.replyTo(), s -> s.user(join.userId())
                .map(p -> admitted(p, join))
                .orElseThrow());
    }

    private static JoinReply admitted(Participant p, ScopeCommand.Join join) {
        return new JoinReply.Admitted(
                join.commandId(), p.sessionId(), p.link().epoch(), p.link().epoch() > 1);
    }

    private ReplyEffect<ScopeEvent, ScopeState> refuse(ScopeCommand.Join join, Refusal refusal) {
        return scope.Effect().reply(join.replyTo(), new JoinReply.Refused(join.commandId(), refusal));
    }

    private ReplyEffect<ScopeEvent, ScopeState> withoutSeat(ScopeState state, ScopeCommand.Join join) {
        if (rt().seats.refusedAt(rt().now())) {
            return refuse(
                    join,
                    Refusal.retryable(
                            RefusalReason.APPLICATION_OVER_LIMIT,
                            "The application has its limit of "
                                    + join.limits().applicationSeats()
                                    + " participants in all scopes; try when some have left, or raise the limit.",
                            0));
        }
        if (rt().seats.ask(rt().now())) {
            borrow(state.participants().size() + 1, join.limits().applicationSeats());
        }
        return scope.Effect().stash();
    }

    /** Asks the account for what {@code needed} participants need. */
    void borrow(int needed, int limit) {
        ports.accounts()
                .tell(
                        scope.key().applicationId(),
                        new AccountCommand.Borrow(scope.key().scopeId(), needed, limit, account));
    }

    ReplyEffect<ScopeEvent, ScopeState> onAccount(ScopeCommand.AccountAnswered c) {
        rt().seats.answered(c.reply(), rt().now(), ports.settings().account().loanTime());
        scope.rearm();
        return scope.Effect().noReply().thenUnstashAll();
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }
}
