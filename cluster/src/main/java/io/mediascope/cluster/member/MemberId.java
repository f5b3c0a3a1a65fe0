package io.mediascope.cluster.member;

import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;

/**
 * One life of one node in the cluster.
 *
 * @param host as other nodes reach it
 * @param uid new at each start: it tells a node from the one that was at the same address before
 */
public record MemberId(String host, int port, long uid) {
    /** Of the node that {@code system} is. */
    public static MemberId of(ActorSystem<?> system) {
        return of(Cluster.get(system).selfMember());
    }

    static MemberId of(Member member) {
        return new MemberId(
                member.address().getHost().orElse(""),
                member.address().getPort().orElse(0),
                member.uniqueAddress().longUid());
    }
}
