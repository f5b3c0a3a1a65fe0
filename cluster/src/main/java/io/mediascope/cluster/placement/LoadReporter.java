package io.mediascope.cluster.placement;

import akka.actor.typed.Behavior;
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
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Says this node's load each second and hears those of the others: one map of Distributed Data per region, in which each node writes
 * the entry of its own uid. Entries are never deleted: a late gossip would bring them back.
 */
public final class LoadReporter {
    /** What it understands. */
    public sealed interface Command {}

    /** From now on this node takes relays, or none. */
    public record Draining(boolean draining) implements Command {}

    private record Tick() implements Command {}

    private record Written() implements Command {}

    private record Changed(Replicator.SubscribeResponse<LWWMap<String, NodeLoad>> change) implements Command {}

    private final ReplicatorMessageAdapter<Command, LWWMap<String, NodeLoad>> replicator;
    private final SelfUniqueAddress self;
    private final LoadMeter meter;
    private final Placer placer;
    private final Supplier<Set<String>> regions;
    private final LongSupplier nanoTime;
    private final Set<String> followed = new HashSet<>();
    private boolean draining;

    private LoadReporter(
            ReplicatorMessageAdapter<Command, LWWMap<String, NodeLoad>> replicator,
            SelfUniqueAddress self,
            LoadMeter meter,
            Placer placer,
            Supplier<Set<String>> regions,
            LongSupplier nanoTime) {
        this.replicator = replicator;
        this.self = self;
        this.meter = meter;
        this.placer = placer;
        this.regions = regions;
        this.nanoTime = nanoTime;
    }

    /** @param regions of all nodes that are known now */
    public static Behavior<Command> create(
            LoadMeter meter, Placer placer, Supplier<Set<String>> regions, Duration interval, LongSupplier nanoTime) {
        return Behaviors.setup(context ->
                Behaviors.withTimers((TimerScheduler<Command> timers) -> DistributedData.withReplicatorMessageAdapter(
                        (ReplicatorMessageAdapter<Command, LWWMap<String, NodeLoad>> replicator) -> {
                            timers.startTimerAtFixedRate(new Tick(), Duration.ZERO, interval);
                            SelfUniqueAddress self =
                                    DistributedData.get(context.getSystem()).selfUniqueAddress();
                            return new LoadReporter(replicator, self, meter, placer, regions, nanoTime).behavior();
                        })));
    }

    private Behavior<Command> behavior() {
        return Behaviors.receive(Command.class)
                .onMessage(Tick.class, tick -> {
                    followRegions();
                    publish();
                    placer.forgetGone();
                    return Behaviors.same();
                })
                .onMessage(Changed.class, changed -> {
                    heard(changed.change());
                    return Behaviors.same();
                })
                .onMessage(Draining.class, flag -> {
                    draining = flag.draining();
                    publish();
                    return Behaviors.same();
                })
                .onMessage(Written.class, written -> Behaviors.same())
                .build();
    }

    private void publish() {
        NodeLoad load = meter.measure(draining, nanoTime.getAsLong());
        placer.loaded(load);
        String uid = Long.toUnsignedString(load.uid());
        replicator.askUpdate(
                replyTo -> new Replicator.Update<>(
                        key(meter.region()),
                        LWWMap.create(),
                        Replicator.writeLocal(),
                        replyTo,
                        map -> map.put(self, uid, load)),
                response -> new Written());
    }

    private void followRegions() {
        for (String region : regions.get()) {
            if (followed.add(region)) {
                replicator.subscribe(key(region), Changed::new);
            }
        }
    }

    private void heard(Replicator.SubscribeResponse<LWWMap<String, NodeLoad>> response) {
        if (response instanceof Replicator.Changed<LWWMap<String, NodeLoad>> changed) {
            changed.get(changed.key()).getEntries().values().forEach(placer::loaded);
        }
    }

    private static Key<LWWMap<String, NodeLoad>> key(String region) {
        return LWWMapKey.create("mediascope-load-" + region);
    }
}
