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

/** How a scope handles joins: admission, placing of its relay, a seat of the application, events. */
final class Joins {
    private static final Refusal PAST = Refusal.of(
            RefusalReason.WRONG_STATE,
            "The participant who came in by this attempt has left; join again under another join id.");

    private final MediaScope scope;
    private final RelayKeeper keeper;
    private final Joining joining;
    private final PastJoins past;
    private final ScopePorts ports;
    private final ActorRef<AccountReply> account;

    Joins(
            MediaScope scope,
            ActorContext<ScopeCommand> context,
            RelayKeeper keeper,
            Joining joining,
            PastJoins past,
            ScopePorts ports) {
        this.scope = scope;
        this.keeper = keeper;
        this.joining = joining;
        this.past = past;
        this.ports = ports;
        this.account = context.messageAdapter(AccountReply.class, ScopeCommand.AccountAnswered::new);
    }

    void onJoin(Turn turn, ScopeCommand.Join join) {
        scope.stayAwake();
        if (turn.ended() || turn.left(join.userId())) {
            turn.later(join);
            return;
        }
        if (past.contains(join.joinId())) {
            refuse(turn, join, PAST);
            return;
        }
        ScopeState state = turn.state();
        Admission admission =
                Admission.decide(state, join, p -> rt().links.of(p).alive());
        if (admission instanceof Admission.Repeat a) {
            turn.reply(join.replyTo(), admitted(a.participant(), join));
        } else if (admission instanceof Admission.Refuse a) {
            refuse(turn, join, a.refusal());
        } else if (keeper.placed(turn, join)) {
            admit(turn, join, admission);
        }
    }

    private void admit(Turn turn, ScopeCommand.Join join, Admission admission) {
        RelayLink open = rt().relay;
        if (!turn.journalUp() || open == null) {
            refuse(turn, join, Turns.unavailable());
            return;
        }
        if (admission instanceof Admission.Enter
                && join.limits().applicationSeats() > 0
                && !rt().seats.free(turn.state().participants().size(), rt().now())) {
            withoutSeat(turn, join);
            return;
        }
        EventBatch batch = turn.batch();
        long fencing = open.token().n();
        if (admission instanceof Admission.Resume a) {
            comeBack(batch, a, join, fencing);
        } else {
            if (admission instanceof Admission.Replace a) {
                Joining.leave(batch, a.old(), LeaveReason.REPLACED, rt().links.of(a.old()), rt().quality);
            }
            joining.enter(batch, join, open.node(), fencing);
        }
        turn.state().user(join.userId()).ifPresent(p -> turn.reply(join.replyTo(), admitted(p, join)));
    }

    /** Over a new link: to the node that the scope moves to while media still flows through the old one, or anew. */
    private void comeBack(EventBatch batch, Admission.Resume a, ScopeCommand.Join join, long fencing) {
        Departure departure = rt().departure;
        if (join.moves() && departure != null && departure.waitsFor(a.participant())) {
            joining.move(batch, a.participant(), join, a.validTicketHash(), fencing);
            return;
        }
        joining.resume(batch, a.participant(), join, a.validTicketHash(), fencing);
        if (departure != null) {
            departure.left(a.participant().sessionId());
        }
    }

    private static JoinReply admitted(Participant p, ScopeCommand.Join join) {
        return new JoinReply.Admitted(
                join.commandId(), p.sessionId(), p.link().epoch(), p.link().epoch() > 1);
    }

    private static void refuse(Turn turn, ScopeCommand.Join join, Refusal refusal) {
        turn.reply(join.replyTo(), new JoinReply.Refused(join.commandId(), refusal));
    }

    private void withoutSeat(Turn turn, ScopeCommand.Join join) {
        if (rt().seats.refusedAt(rt().now())) {
            refuse(
                    turn,
                    join,
                    Refusal.retryable(
                            RefusalReason.APPLICATION_OVER_LIMIT,
                            "The application has its limit of "
                                    + join.limits().applicationSeats()
                                    + " participants in all scopes; try when some have left, or raise the limit.",
                            0));
            return;
        }
        if (rt().seats.ask(rt().now())) {
            borrow(turn.state().participants().size() + 1, join.limits().applicationSeats());
        }
        scope.park(join);
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
        scope.unpark();
        return scope.Effect().noReply();
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }
}
