package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Places on the first node of a list that a test may change. */
final class FakeDirectory implements RelayDirectory {
    private final List<NodeRef> places;
    private final Map<NodeRef, ActorRef<RelayCommand>> agents;

    FakeDirectory(List<NodeRef> places, Map<NodeRef, ActorRef<RelayCommand>> agents) {
        this.places = places;
        this.agents = agents;
    }

    @Override
    public Optional<Placed> place(PlaceRequest request) {
        List<NodeRef> allowed = places.stream()
                .filter(n -> !request.excluded().contains(n.address()))
                .toList();
        return allowed.stream()
                .filter(n -> !request.avoided().contains(new HostPort(n.linkHost(), n.linkPort())))
                .findFirst()
                .or(() -> allowed.stream().findFirst())
                .map(n -> new Placed(n, "the first"));
    }

    @Override
    public boolean elsewhere(NodeRef node, Set<String> excluded) {
        return places.stream().anyMatch(n -> !n.equals(node) && !excluded.contains(n.address()));
    }

    @Override
    public Optional<NodeRef> named(String name) {
        return places.stream().filter(n -> n.address().equals(name)).findFirst();
    }

    @Override
    public Optional<ActorRef<RelayCommand>> agent(NodeRef node) {
        return Optional.ofNullable(agents.get(node));
    }
}
