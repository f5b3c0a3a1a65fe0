package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.BehaviorInterceptor;
import akka.actor.typed.TypedActorContext;
import akka.actor.typed.javadsl.Behaviors;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where commands wait until their scope takes them: while it writes, recovers, or does not know where its media is. What can be
 * taken together comes as one {@link ScopeCommand.Batch}, so that a thousand commands at once cost a few writes.
 *
 * <p>Nothing waits in a stash of the event-sourced behaviour, which empties it by recursion: a deep one overflows the stack. A
 * repeated command takes the place of the one that waits, so what waits is bounded by the number of participants; above {@link
 * #ROOM} a command is not taken, and whoever sent it repeats it.
 */
final class Inbox extends BehaviorInterceptor<ScopeCommand, ScopeCommand> {
    private static final int BATCH = 256;
    private static final int ROOM = 20_000;

    private final ActorRef<ScopeCommand> self;
    private final Map<Object, ScopeCommand> waiting = new HashMap<>();
    private final Deque<Slot> order = new ArrayDeque<>();
    private final Deque<Slot> urgent = new ArrayDeque<>();
    private final List<ScopeCommand> parked = new ArrayList<>();
    private BooleanSupplier held = () -> false;
    private boolean closed = true;
    private boolean nextSent;
    private long arrived;

    /** @param key of a command in {@link #waiting}, or the command itself */
    private record Slot(long number, Object key) {}

    Inbox(ActorRef<ScopeCommand> self) {
        super(ScopeCommand.class);
        this.self = self;
    }

    /** @param busy whether commands that need the scope's relay have to wait */
    void holdWhile(BooleanSupplier busy) {
        held = busy;
    }

    /** An event is being written, or events are being read: nothing is handed over before {@link #open}. */
    void close() {
        closed = true;
    }

    void open() {
        closed = false;
        next();
    }

    /** These could not be done yet: they are the next ones when the scope can take them. */
    void putBack(List<ScopeCommand> commands) {
        for (int i = commands.size() - 1; i >= 0; i--) {
            Object key = key(commands.get(i));
            if (waiting.putIfAbsent(key, commands.get(i)) == null) {
                order.addFirst(new Slot(0, key));
            }
        }
    }

    /** This one waits for something that the scope has asked for. */
    void park(ScopeCommand command) {
        parked.add(command);
    }

    void unpark() {
        putBack(parked);
        parked.clear();
    }

    @Override
    public Behavior<ScopeCommand> aroundReceive(
            TypedActorContext<ScopeCommand> context, ScopeCommand command, ReceiveTarget<ScopeCommand> scope) {
        if (command instanceof ScopeCommand.Stop) {
            return scope.apply(context, command);
        }
        ScopeCommand due = command instanceof ScopeCommand.Next ? due() : null;
        Behavior<ScopeCommand> after = Behaviors.same();
        if (due != null) {
            after = scope.apply(context, due);
        } else if (!(command instanceof ScopeCommand.Next)) {
            add(command);
        }
        next();
        return after;
    }

    private void add(ScopeCommand command) {
        arrived++;
        if (isUrgent(command)) {
            urgent.add(new Slot(arrived, command));
        } else if (waiting.size() < ROOM) {
            Object key = key(command);
            if (waiting.put(key, command) == null) {
                order.addLast(new Slot(arrived, key));
            }
        }
    }

    /** What is taken as well while it is not known where media is. */
    private static boolean isUrgent(ScopeCommand command) {
        return command instanceof ScopeCommand.Wake
                || command instanceof ScopeCommand.Describe
                || command instanceof ScopeCommand.RelayAnswered
                || command instanceof ScopeCommand.RelayReport
                || command instanceof ScopeCommand.AccountAnswered;
    }

    /** What arrived before this message comes before what it brings: that makes batches. */
    private void next() {
        boolean any = !urgent.isEmpty() || (!order.isEmpty() && !held.getAsBoolean());
        if (any && !closed && !nextSent) {
            nextSent = true;
            self.tell(new ScopeCommand.Next());
        }
    }

    private @Nullable ScopeCommand due() {
        nextSent = false;
        Slot first = held.getAsBoolean() ? null : order.peekFirst();
        Slot single = urgent.peekFirst();
        if (closed || (first == null && single == null)) {
            return null;
        } else if (first == null || (single != null && single.number() < first.number())) {
            return (ScopeCommand) urgent.removeFirst().key();
        }
        List<ScopeCommand> batch = new ArrayList<>();
        while (batch.size() < BATCH && !order.isEmpty()) {
            ScopeCommand command = waiting.remove(order.removeFirst().key());
            if (command != null) {
                batch.add(command);
            }
        }
        return new ScopeCommand.Batch(batch);
    }

    /** What a newer command of the same kind replaces; each for itself where all of them count. */
    private Object key(ScopeCommand command) {
        if (command instanceof ScopeCommand.Join c) {
            return c.commandId();
        } else if (command instanceof ScopeCommand.FromSession c) {
            return c.commandId();
        } else if (command instanceof ScopeCommand.LinkReady c) {
            return List.of("ready", c.sessionId(), c.linkEpoch());
        } else if (command instanceof ScopeCommand.TransportChanged c) {
            return List.of("transport", c.node(), c.sessionId(), c.mediaType());
        } else if (command instanceof ScopeCommand.MuxCandidate c) {
            return List.of("mux", c.node(), c.sessionId());
        } else if (command instanceof ScopeCommand.QualitySample c) {
            return List.of("sample", c.node());
        }
        return new Object();
    }
}
