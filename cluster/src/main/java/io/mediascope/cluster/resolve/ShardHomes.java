package io.mediascope.cluster.resolve;

import akka.actor.Address;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Adapter;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.ClusterSharding;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.typed.Cluster;
import java.time.Duration;
import java.util.function.IntSupplier;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.DurationConverters;

/**
 * Lets this node learn where all shards are before it needs them. It would ask for each with its first message, and get no answer
 * for seconds while the node of the coordinator is dead: just when clients of that node come here and ask for their scopes.
 */
public final class ShardHomes {
    private static final FiniteDuration ANSWER = DurationConverters.toScala(Duration.ofSeconds(3));
    /** All nodes ask one coordinator, which asks all nodes: the more there are the less often. */
    private static final Duration PER_MEMBER = Duration.ofSeconds(1);

    private enum Look {
        AGAIN
    }

    private ShardHomes() {}

    /** Of the shards of one entity type, whose region has been started. */
    public static Behavior<Object> create(ActorSystem<?> system, String typeName) {
        Cluster cluster = Cluster.get(system);
        return create(
                ClusterSharding.get(Adapter.toClassic(system)).shardRegion(typeName),
                cluster.selfMember().address(),
                () -> cluster.state().members().size(),
                PER_MEMBER);
    }

    static Behavior<Object> create(akka.actor.ActorRef region, Address own, IntSupplier members, Duration perMember) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSelf().tell(Look.AGAIN);
            return Behaviors.receive(Object.class)
                    .onMessage(Look.class, look -> {
                        region.tell(
                                new ShardRegion.GetClusterShardingStats(ANSWER), Adapter.toClassic(context.getSelf()));
                        timers.startSingleTimer(Look.AGAIN, perMember.multipliedBy(Math.max(2, members.getAsInt())));
                        return Behaviors.same();
                    })
                    .onMessage(ClusterShardingStats.class, stats -> {
                        stats.getRegions().forEach((address, shards) -> {
                            if (!address.equals(own)) {
                                shards.getStats().keySet().forEach(shard -> learn(region, shard));
                            }
                        });
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private static void learn(akka.actor.ActorRef region, String shard) {
        region.tell(question(shard), akka.actor.ActorRef.noSender());
    }

    /**
     * Akka's {@code ShardRegion.RestartShard}, the one message that lets a region ask for a shard's home and starts no entity: a
     * region obeys it for its own shards only, and drops it where it turns out that the shard is elsewhere. Its class is public but
     * hidden from Java's compiler; a test fails when a later Akka has it no more.
     */
    static Object question(String shard) {
        try {
            return Class.forName("akka.cluster.sharding.ShardRegion$RestartShard")
                    .getConstructor(String.class)
                    .newInstance(shard);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Akka has no message that asks for a shard's home", e);
        }
    }
}
