package io.mediascope.scope.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.NodeRef;
import java.util.Optional;
import java.util.Set;

/** Finds relay agents and chooses nodes for relays. Answers from memory; safe from any thread. */
public interface RelayDirectory {
    /** The best node for a relay; it counts as placed there from now on. Empty when none may take it now. */
    Optional<Placed> place(PlaceRequest request);

    /** Whether a relay on {@code node} could go to another one. */
    boolean elsewhere(NodeRef node, Set<String> excluded);

    /** The member that an operator means by its address, that address' {@code HOST:PORT}, or {@code HOST:PORT} of its links. */
    Optional<NodeRef> named(String name);

    /** The agent of exactly this node (address and uid), while it is a member. */
    Optional<ActorRef<RelayCommand>> agent(NodeRef node);
}
