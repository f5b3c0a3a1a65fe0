package io.mediascope.cluster.member;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorSystem;
import akka.cluster.Member;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Down;
import akka.remote.RemoteActorRefProvider;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * Deaths that the system which ran the process has seen. Only that is proof enough to take a member out at once: a connection that
 * is refused or silent may be a firewall's doing, and its node alive.
 */
public final class DeathReports {
    private static final Logger LOG = LoggerFactory.getLogger(DeathReports.class);

    /** What became of a report. */
    public enum Outcome {
        /** The member is being taken out now. */
        DOWNED,
        /** No such life of a node is a member: it is out already, or another life is at its address. */
        NOT_A_MEMBER,
        /** It is this very node, which lives. */
        OWN
    }

    private DeathReports() {}

    /** Takes {@code dead} out of the cluster; says so at once and does not wait for it. */
    public static Outcome report(ActorSystem<?> system, MemberId dead) {
        Cluster cluster = Cluster.get(system);
        if (dead.equals(MemberId.of(system))) {
            LOG.warn("The death of this node was reported; it lives");
            return Outcome.OWN;
        }
        Optional<Member> member = StreamSupport.stream(
                        cluster.state().getMembers().spliterator(), false)
                .filter(candidate -> MemberId.of(candidate).equals(dead))
                .findFirst();
        member.ifPresent(gone -> {
            LOG.info("The process of member {} (uid {}) is gone, its machine says: down", gone.address(), dead.uid());
            cluster.manager().tell(new Down(gone.address()));
            quarantine(system, gone);
        });
        return member.isPresent() ? Outcome.DOWNED : Outcome.NOT_A_MEMBER;
    }

    /** A member that is down is removed when it is unreachable too: this says so now, where the failure detector would take seconds. */
    private static void quarantine(ActorSystem<?> system, Member gone) {
        ExtendedActorSystem classic = (ExtendedActorSystem) system.classicSystem();
        if (classic.provider() instanceof RemoteActorRefProvider remote) {
            remote.quarantine(
                    gone.address(), Option.apply(gone.uniqueAddress().longUid()), "its machine reported its death");
        }
    }
}
