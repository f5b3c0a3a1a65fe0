package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.ClusterEvent.MemberDowned;
import akka.cluster.ClusterEvent.MemberEvent;
import akka.cluster.ClusterEvent.MemberRemoved;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Subscribe;
import io.mediascope.scope.relay.RelayCommand;

/**
 * Lets the agent report its relays when a member is gone: actors that died with it are started elsewhere by the first message, and
 * those whose relay was there look for a new home.
 */
public final class MemberWatch {
    private MemberWatch() {}

    public static Behavior<MemberEvent> create(ActorRef<RelayCommand> agent) {
        return Behaviors.setup(context -> {
            Cluster.get(context.getSystem())
                    .subscriptions()
                    .tell(Subscribe.create(context.getSelf(), MemberEvent.class));
            return Behaviors.receive(MemberEvent.class)
                    .onMessage(MemberDowned.class, event -> gone(agent))
                    .onMessage(MemberRemoved.class, event -> gone(agent))
                    .onAnyMessage(event -> Behaviors.same())
                    .build();
        });
    }

    private static Behavior<MemberEvent> gone(ActorRef<RelayCommand> agent) {
        agent.tell(new AgentCommand.MemberGone());
        return Behaviors.same();
    }
}
