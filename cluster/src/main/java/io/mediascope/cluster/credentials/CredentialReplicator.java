package io.mediascope.cluster.credentials;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.ddata.Key;
import akka.cluster.ddata.LWWMap;
import akka.cluster.ddata.LWWMapKey;
import akka.cluster.ddata.SelfUniqueAddress;
import akka.cluster.ddata.typed.javadsl.DistributedData;
import akka.cluster.ddata.typed.javadsl.Replicator;
import akka.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other nodes what changed in this node's store, and the store what changed elsewhere. What the database says is looked at
 * again and again: it is the truth, also about what somebody changed in it directly.
 */
public final class CredentialReplicator {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialReplicator.class);

    /** Names of the values in Distributed Data begin with it: the configuration keeps these on disk. */
    private static final String PREFIX = "mediascope-credentials-";

    private static final Duration TO_ALL = Duration.ofMillis(500);

    private final ActorContext<Command> context;
    private final ReplicatorMessageAdapter<Command, LWWMap<String, Credential>> replicator;
    private final SelfUniqueAddress self;
    private final ApplicationStore store;
    private final Executor blocking;
    private boolean failing;

    /** What it understands. */
    public sealed interface Command {}

    /** The store has changed. */
    record Changed(Credential credential) implements Command {}

    private record Look() implements Command {}

    private record Looked(@Nullable Collection<Credential> all, @Nullable Throwable failure) implements Command {}

    private record Heard(Replicator.SubscribeResponse<LWWMap<String, Credential>> change) implements Command {}

    private record Written() implements Command {}

    private CredentialReplicator(
            ActorContext<Command> context,
            ReplicatorMessageAdapter<Command, LWWMap<String, Credential>> replicator,
            ApplicationStore store,
            Executor blocking) {
        this.context = context;
        this.replicator = replicator;
        this.self = DistributedData.get(context.getSystem()).selfUniqueAddress();
        this.store = store;
        this.blocking = blocking;
    }

    /**
     * @param blocking where the database is read
     * @param interval between two looks at it
     */
    public static Behavior<Command> create(ApplicationStore store, Executor blocking, Duration interval) {
        return Behaviors.setup(context ->
                Behaviors.withTimers((TimerScheduler<Command> timers) -> DistributedData.withReplicatorMessageAdapter(
                        (ReplicatorMessageAdapter<Command, LWWMap<String, Credential>> replicator) -> {
                            timers.startTimerWithFixedDelay(new Look(), Duration.ZERO, interval);
                            return new CredentialReplicator(context, replicator, store, blocking).behavior();
                        })));
    }

    private Behavior<Command> behavior() {
        for (int bucket = 0; bucket < Credential.BUCKETS; bucket++) {
            replicator.subscribe(key(bucket), Heard::new);
        }
        store.tellChanges(credential -> context.getSelf().tell(new Changed(credential)));
        return Behaviors.receive(Command.class)
                .onMessage(Changed.class, changed -> {
                    share(
                            changed.credential().bucket(),
                            List.of(changed.credential()),
                            new Replicator.WriteAll(TO_ALL));
                    return Behaviors.same();
                })
                .onMessage(Look.class, look -> {
                    context.pipeToSelf(CompletableFuture.supplyAsync(store::reload, blocking), Looked::new);
                    return Behaviors.same();
                })
                .onMessage(Looked.class, this::onLooked)
                .onMessage(Heard.class, this::onHeard)
                .onMessage(Written.class, written -> Behaviors.same())
                .build();
    }

    private Behavior<Command> onLooked(Looked looked) {
        Collection<Credential> all = looked.all();
        if (all == null) {
            if (!failing) {
                LOG.warn(
                        "Applications and keys cannot be read now, those known are used: {}",
                        String.valueOf(looked.failure()));
            }
            failing = true;
            return Behaviors.same();
        }
        failing = false;
        Map<Integer, List<Credential>> buckets = all.stream().collect(Collectors.groupingBy(Credential::bucket));
        buckets.forEach((bucket, credentials) -> share(bucket, credentials, Replicator.writeLocal()));
        return Behaviors.same();
    }

    private Behavior<Command> onHeard(Heard heard) {
        if (heard.change() instanceof Replicator.Changed<LWWMap<String, Credential>> changed) {
            changed.get(changed.key()).getEntries().values().forEach(store::heard);
        }
        return Behaviors.same();
    }

    private void share(int bucket, List<Credential> credentials, Replicator.WriteConsistency to) {
        replicator.askUpdate(
                replyTo -> new Replicator.Update<>(
                        key(bucket), LWWMap.create(), to, replyTo, map -> with(map, credentials)),
                response -> new Written());
    }

    private LWWMap<String, Credential> with(LWWMap<String, Credential> map, List<Credential> credentials) {
        LWWMap<String, Credential> result = map;
        for (Credential credential : credentials) {
            if (!credential.equals(map.getEntries().get(credential.id()))) {
                result = result.put(self, credential.id(), credential, (before, value) -> value.setAt(before));
            }
        }
        return result;
    }

    private static Key<LWWMap<String, Credential>> key(int bucket) {
        return LWWMapKey.create(PREFIX + bucket);
    }
}
