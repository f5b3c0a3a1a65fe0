package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import io.mediascope.scope.model.ScopeKey;

/** The actor of one scope, over all its lives. */
public final class MediaScope {
    public static final EntityTypeKey<ScopeCommand> ENTITY_KEY = EntityTypeKey.create(ScopeCommand.class, "MediaScope");

    /** Tags are {@code scope-0} to {@code scope-15}, {@code quality-0} to {@code quality-15}; never changed. */
    public static final int SLICES = 16;

    private MediaScope() {}

    /** Starts the shard region. */
    public static ActorRef<ShardingEnvelope<ScopeCommand>> init(ActorSystem<?> system, ScopePorts ports) {
        return ClusterSharding.get(system)
                .init(Entity.of(
                                ENTITY_KEY,
                                entity -> create(ScopeKey.ofEntityId(entity.getEntityId()), entity.getShard(), ports))
                        .withStopMessage(new ScopeCommand.Stop()));
    }

    /** The scope of {@code key}, wherever it runs. */
    public static EntityRef<ScopeCommand> ref(ActorSystem<?> system, ScopeKey key) {
        return ClusterSharding.get(system).entityRefFor(ENTITY_KEY, key.entityId());
    }

    /** The persistence id of a scope: stable over all its lives. */
    public static String persistenceId(ScopeKey key) {
        return ENTITY_KEY.name() + "|" + key.entityId();
    }

    public static Behavior<ScopeCommand> create(
            ScopeKey key, ActorRef<ClusterSharding.ShardCommand> shard, ScopePorts ports) {
        return Behaviors.ignore();
    }
}
