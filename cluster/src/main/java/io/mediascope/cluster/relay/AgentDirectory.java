package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.receptionist.Receptionist;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayDirectory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/**
 * The agents of all members, kept by the receptionist: a node more is a registration more. Its own node's agent is known from the
 * start.
 */
public final class AgentDirectory implements RelayDirectory {
    private final Map<ActorRef<RelayCommand>, NodeRef> agents = new ConcurrentHashMap<>();
    private final Set<ActorRef<RelayCommand>> own = ConcurrentHashMap.newKeySet();
    private final RandomGenerator random;

    public AgentDirectory(RandomGenerator random) {
        this.random = random;
    }

    /** Adds the own node's agent, which need not be found first and never goes. */
    public void addOwn(NodeRef node, ActorRef<RelayCommand> agent) {
        own.add(agent);
        agents.put(agent, node);
    }

    /** The actor that follows the receptionist and asks new agents who they are. */
    public Behavior<Object> keeper() {
        return Behaviors.setup(context -> {
            context.getSystem()
                    .receptionist()
                    .tell(Receptionist.subscribe(
                            RelayAgent.SERVICE_KEY, context.getSelf().narrow()));
            return Behaviors.receive(Object.class)
                    .onMessage(Receptionist.Listing.class, listing -> {
                        Set<ActorRef<RelayCommand>> present = listing.getServiceInstances(RelayAgent.SERVICE_KEY);
                        present.stream()
                                .filter(agent -> !agents.containsKey(agent))
                                .forEach(agent -> agent.tell(new AgentCommand.Introduce(
                                        context.getSelf().narrow())));
                        agents.keySet().removeIf(agent -> !present.contains(agent) && !own.contains(agent));
                        return Behaviors.same();
                    })
                    .onMessage(AgentCommand.Introduction.class, introduction -> {
                        agents.put(introduction.agent(), introduction.node());
                        return Behaviors.same();
                    })
                    .build();
        });
    }

    @Override
    public List<NodeRef> place(String askedNode, Set<String> excluded) {
        List<NodeRef> nodes = new ArrayList<>(agents.values());
        String region = nodes.stream()
                .filter(node -> node.address().equals(askedNode))
                .map(NodeRef::region)
                .findFirst()
                .orElse("");
        nodes.removeIf(node -> excluded.contains(node.address()));
        shuffle(nodes);
        nodes.sort((a, b) ->
                Boolean.compare(!a.region().equals(region), !b.region().equals(region)));
        return List.copyOf(nodes);
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

    private void shuffle(List<NodeRef> nodes) {
        for (int i = nodes.size(); i > 1; i--) {
            Collections.swap(nodes, i - 1, random.nextInt(i));
        }
    }
}
