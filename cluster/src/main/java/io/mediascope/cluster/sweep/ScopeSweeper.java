package io.mediascope.cluster.sweep;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.mediascope.scope.model.ScopeKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the open scopes at its start and then at each interval, and wakes them, at most 100 in a second. */
public final class ScopeSweeper extends AbstractBehavior<ScopeSweeper.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(ScopeSweeper.class);
    private static final Duration STEP = Duration.ofMillis(100);
    private static final int WAKES_PER_STEP = 10;

    /** What the sweeper tells itself. */
    public sealed interface Command {}

    private record Look() implements Command {}

    private record Step() implements Command {}

    private record Looked(@Nullable Set<ScopeKey> open, @Nullable Throwable failure) implements Command {}

    private final TimerScheduler<Command> timers;
    private final OpenScopes scopes;
    private final Executor blocking;
    private final Consumer<ScopeKey> wake;
    private final Duration interval;
    private final Deque<ScopeKey> waiting = new ArrayDeque<>();

    private ScopeSweeper(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            OpenScopes scopes,
            Executor blocking,
            Consumer<ScopeKey> wake,
            Duration interval) {
        super(context);
        this.timers = timers;
        this.scopes = scopes;
        this.blocking = blocking;
        this.wake = wake;
        this.interval = interval;
        look();
    }

    /**
     * @param blocking where the list is read
     * @param wake sends a scope's actor a message that does nothing but let it recover
     */
    public static Behavior<Command> create(
            OpenScopes scopes, Executor blocking, Consumer<ScopeKey> wake, Duration interval) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new ScopeSweeper(context, timers, scopes, blocking, wake, interval)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Look.class, message -> look())
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Step.class, message -> step())
                .build();
    }

    private Behavior<Command> look() {
        getContext().pipeToSelf(CompletableFuture.supplyAsync(scopes::list, blocking), Looked::new);
        return this;
    }

    private Behavior<Command> onLooked(Looked looked) {
        Set<ScopeKey> open = looked.open();
        if (open == null) {
            LOG.debug("The open scopes cannot be read now: {}", String.valueOf(looked.failure()));
        } else if (waiting.isEmpty()) {
            waiting.addAll(open);
        }
        timers.startSingleTimer(new Look(), interval);
        return step();
    }

    private Behavior<Command> step() {
        for (int i = 0; i < WAKES_PER_STEP && !waiting.isEmpty(); i++) {
            wake.accept(waiting.pop());
        }
        if (!waiting.isEmpty()) {
            timers.startSingleTimer(new Step(), STEP);
        }
        return this;
    }
}
