package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.mediascope.cluster.placement.Placer;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * The agents of all members, kept by the receptionist: a node more is a registration more. Its own node's agent is known from the
 * start.
 */
public final class AgentDirectory implements RelayDirectory {
    /** A question or its answer may be lost with a connection. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

    private record AskAgain() {}

    private final Map<ActorRef<RelayCommand>, NodeRef> agents = new ConcurrentHashMap<>();
    private final Set<ActorRef<RelayCommand>> own = ConcurrentHashMap.newKeySet();
    private final String self;
    private final Placer placer;

    /** As the receptionist said last; the keeper's alone. */
    private Set<ActorRef<RelayCommand>> present = Set.of();

    /** @param self address of the own node */
    public AgentDirectory(String self, Placer placer) {
        this.self = self;
        this.placer = placer;
    }

    /** Adds the own node's agent, which need not be found first and never goes. */
    public void addOwn(NodeRef node, ActorRef<RelayCommand> agent) {
        own.add(agent);
        agents.put(agent, node);
    }

    /** The actor that follows the receptionist and asks new agents who they are, until they say it. */
    public Behavior<Object> keeper() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(
                            RelayAgent.SERVICE_KEY, context.getSelf().narrow()));
            timers.startTimerWithFixedDelay(new AskAgain(), ASK_AGAIN);
            return Behaviors.receive(Object.class)
                    .onMessage(Receptionist.Listing.class, listing -> {
                        present = listing.getServiceInstances(RelayAgent.SERVICE_KEY);
                        agents.keySet().removeIf(agent -> !present.contains(agent) && !own.contains(agent));
                        askUnknown(context.getSelf().narrow());
                        return Behaviors.same();
                    })
                    .onMessage(AgentCommand.Introduction.class, introduction -> {
                        if (present.contains(introduction.agent())) {
                            agents.put(introduction.agent(), introduction.node());
                        }
                        return Behaviors.same();
                    })
                    .onMessage(AskAgain.class, again -> {
                        askUnknown(context.getSelf().narrow());
                        return Behaviors.same();
                    })
                    .build();
        }));
    }

    private void askUnknown(ActorRef<AgentCommand.Introduction> replyTo) {
        present.stream()
                .filter(agent -> !agents.containsKey(agent))
                .forEach(agent -> agent.tell(new AgentCommand.Introduce(replyTo)));
    }

    @Override
    public Optional<Placed> place(PlaceRequest request) {
        return placer.place(request, self, nodes());
    }

    @Override
    public boolean elsewhere(NodeRef node, Set<String> excluded) {
        return placer.anyEligible(nodes().stream()
                .filter(other -> !other.equals(node) && !excluded.contains(other.address()))
                .toList());
    }

    @Override
    public Optional<NodeRef> named(String name) {
        return agents.values().stream()
                .filter(node -> node.address().equals(name)
                        || node.address().endsWith('@' + name)
                        || name.equals(node.linkHost() + ':' + node.linkPort()))
                .findFirst();
    }

    /** A node of the same place that has less to do, for a relay that leaves {@code from} because of load. */
    Optional<Placed> lighter(ScopeKey scope, NodeRef from, double weight, double below) {
        return placer.lighter(scope, from, weight, below, nodes());
    }

    /**
     * The node of a scope by a hash alone: for answers that must cost nothing.
     *
     * @param failed link addresses of nodes that the asker could not reach: another one as long as there is one
     */
    public Optional<NodeRef> hashed(ScopeKey scope, ClientPlace client, List<HostPort> failed) {
        List<NodeRef> all = nodes();
        List<NodeRef> left = all.stream()
                .filter(node -> !failed.contains(new HostPort(node.linkHost(), node.linkPort())))
                .toList();
        return placer.hashed(scope, self, client, left.isEmpty() ? all : left);
    }

    /** Links of other nodes, at most so many, drawn at random. */
    public List<HostPort> others(int limit) {
        List<HostPort> others = nodes().stream()
                .filter(node -> !node.address().equals(self))
                .map(node -> new HostPort(node.linkHost(), node.linkPort()))
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.shuffle(others, ThreadLocalRandom.current());
        return List.copyOf(others.subList(0, Math.min(limit, others.size())));
    }

    /** The regions of all nodes that are known now. */
    public Set<String> regions() {
        return agents.values().stream().map(NodeRef::region).collect(Collectors.toSet());
    }

    private List<NodeRef> nodes() {
        return List.copyOf(agents.values());
    }

    @Override
    public Optional<ActorRef<RelayCommand>> agent(NodeRef node) {
        return agents.entrySet().stream()
                .filter(entry -> entry.getValue().address().equals(node.address())
                        && entry.getValue().uid() == node.uid())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Every agent that is known now. */
    public Set<ActorRef<RelayCommand>> all() {
        return Set.copyOf(agents.keySet());
    }
}
