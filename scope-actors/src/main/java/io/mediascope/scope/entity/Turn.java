package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.entity.SessionRequests.Answer;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a batch of commands comes to: events that are written together, messages to clients, and replies, which are sent when the
 * events are safe.
 */
final class Turn {
    private final EventBatch batch;
    private final Instant now;
    private final boolean journalUp;
    private final List<Delivery> deliveries = new ArrayList<>();
    private final List<Participant> welcomed = new ArrayList<>();
    private final List<Answer> answers = new ArrayList<>();
    private final List<Runnable> replies = new ArrayList<>();
    private final List<ScopeCommand> later = new ArrayList<>();

    Turn(ScopeState state, Instant now, boolean journalUp) {
        this.batch = new EventBatch(state, now);
        this.now = now;
        this.journalUp = journalUp;
    }

    /** Its events are written at the end of the turn. */
    EventBatch batch() {
        return batch;
    }

    /** After everything that was done in this turn so far. */
    ScopeState state() {
        return batch.state();
    }

    /** For what may turn out to need an event: while the journal is down the result is thrown away. */
    EventBatch attempt() {
        return journalUp ? batch : new EventBatch(state(), now);
    }

    boolean journalUp() {
        return journalUp;
    }

    /** Whether a life has ended in this turn: the next one begins in a turn of its own. */
    boolean ended() {
        return batch.before().live() && !state().live();
    }

    /** Whether the user went in this turn: what a join under that name means shows when that is written. */
    boolean left(String userId) {
        return batch.before().user(userId).isPresent() && state().user(userId).isEmpty();
    }

    void deliver(List<Delivery> more) {
        deliveries.addAll(more);
    }

    /** The participant's link takes its Welcome now. */
    void welcome(Participant p) {
        welcomed.add(p);
    }

    /** Of an accepted publication. */
    void answer(List<Answer> more) {
        answers.addAll(more);
    }

    <T> void reply(ActorRef<T> to, T message) {
        replies.add(() -> to.tell(message));
    }

    void whenDone(Runnable action) {
        replies.add(action);
    }

    /** Cannot be done in this turn. */
    void later(ScopeCommand command) {
        later.add(command);
    }

    List<ScopeCommand> later() {
        return later;
    }

    List<Delivery> deliveries() {
        return deliveries;
    }

    List<Answer> answers() {
        return answers;
    }

    /** Those who are still here, over the same link. */
    List<Participant> welcomed() {
        return welcomed.stream()
                .flatMap(p -> state().session(p.sessionId()).stream()
                        .filter(x -> x.link().epoch() == p.link().epoch()))
                .toList();
    }

    void done() {
        replies.forEach(Runnable::run);
    }
}
