package io.mediascope.cluster.cassandra;

import akka.actor.ActorPath;
import akka.actor.ActorSystem;
import akka.actor.Address;
import akka.cluster.Cluster;
import akka.cluster.Member;
import akka.cluster.MemberStatus;
import akka.pattern.Patterns;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process may write. A thread of its own stamps the time; who finds the stamp old was frozen, and meanwhile the cluster may
 * have gone on without it: nothing is written until a majority of the members has answered a question that was asked afterwards. The
 * journals ask each other. Safe from any thread.
 */
final class SoleWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoleWriter.class);
    private static final long STAMP_MS = 100;
    private static final long FROZEN_MS = 1_000;
    private static final Duration ANSWER = Duration.ofMillis(500);
    private static final long WAIT_MS = 10_000;

    private final ActorSystem system;
    private final ActorPath path;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(runnable -> {
        Thread made = new Thread(runnable, "mediascope-sole-writer");
        made.setDaemon(true);
        return made;
    });
    private final Object lock = new Object();
    private volatile long stampNs = System.nanoTime();
    private volatile long stampMs = System.currentTimeMillis();
    private volatile boolean confirmed = true;
    private CompletableFuture<Void> confirmation = CompletableFuture.completedFuture(null);

    /** Asks whether the asker is a member like others. */
    record Ping() implements ScopeSerializable {}

    /** It is. */
    record Pong() implements ScopeSerializable {}

    private SoleWriter(ActorSystem system, ActorPath path) {
        this.system = system;
        this.path = path;
    }

    /** @param path of the journal, the same on every node */
    static SoleWriter start(ActorSystem system, ActorPath path) {
        SoleWriter writer = new SoleWriter(system, path);
        writer.thread.scheduleAtFixedRate(writer::stamp, STAMP_MS, STAMP_MS, TimeUnit.MILLISECONDS);
        return writer;
    }

    boolean allowed() {
        return confirmed && ageMs() < FROZEN_MS;
    }

    /** Done when writing is allowed; fails when nobody answers for too long. */
    CompletionStage<Void> whenAllowed() {
        synchronized (lock) {
            if (confirmed) {
                return CompletableFuture.supplyAsync(() -> null, thread);
            } else if (confirmation.isDone()) {
                confirmation = limited();
            }
            return confirmation;
        }
    }

    private static CompletableFuture<Void> limited() {
        return new CompletableFuture<Void>().orTimeout(WAIT_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    /** By both clocks: the one stands still while the machine sleeps, the other is set by people. */
    private long ageMs() {
        long steady = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stampNs);
        return Math.max(steady, System.currentTimeMillis() - stampMs);
    }

    private void stamp() {
        if (ageMs() >= FROZEN_MS && confirmed) {
            LOG.warn("This process stood still for {} ms; nothing is written until a majority has answered", ageMs());
            synchronized (lock) {
                confirmed = false;
                confirmation = limited();
            }
            ask();
        }
        stampNs = System.nanoTime();
        stampMs = System.currentTimeMillis();
    }

    private void ask() {
        Cluster cluster = Cluster.get(system);
        if (!isMember(cluster)) {
            LOG.warn("The cluster has gone on without this process; it writes nothing more");
            return;
        }
        List<Address> others = new ArrayList<>();
        for (Member member : cluster.state().getMembers()) {
            if (!member.uniqueAddress().equals(cluster.selfUniqueAddress())) {
                others.add(member.address());
            }
        }
        if (others.isEmpty()) {
            confirm();
            return;
        }
        int needed = (others.size() + 1) / 2 + 1;
        AtomicInteger answered = new AtomicInteger(1);
        for (Address other : others) {
            Patterns.ask(system.actorSelection(path.toStringWithAddress(other)), new Ping(), ANSWER)
                    .thenAccept(pong -> {
                        if (answered.incrementAndGet() == needed) {
                            confirm();
                        }
                    });
        }
        thread.schedule(this::askAgain, ANSWER.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A node that has been taken out sees no members at all in the end: it is not alone, it is outside. */
    static boolean isMember(Cluster cluster) {
        MemberStatus own = cluster.selfMember().status();
        return !cluster.isTerminated()
                && own != MemberStatus.down()
                && own != MemberStatus.removed()
                && cluster.state().getMembers().iterator().hasNext();
    }

    private void askAgain() {
        if (!confirmed) {
            ask();
        }
    }

    private void confirm() {
        synchronized (lock) {
            if (confirmed) {
                return;
            }
            confirmed = true;
            confirmation.complete(null);
        }
        LOG.info("A majority has answered; writing goes on");
    }
}
