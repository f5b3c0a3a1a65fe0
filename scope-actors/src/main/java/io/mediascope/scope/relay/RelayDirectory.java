package io.mediascope.scope.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.NodeRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds relay agents and chooses nodes for relays. Answers from memory; safe from any thread. */
public interface RelayDirectory {
    /**
     * The nodes that a new relay may go to, best first.
     *
     * @param askedNode address of the node that the first client is connected to or asked
     * @param excluded addresses that refused or are suspected
     */
    List<NodeRef> place(String askedNode, Set<String> excluded);

    /** The agent of exactly this node (address and uid), while it is a member. */
    Optional<ActorRef<RelayCommand>> agent(NodeRef node);
}
