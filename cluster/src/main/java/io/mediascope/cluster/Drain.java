package io.mediascope.cluster;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.mediascope.cluster.relay.AgentCommand;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties a node before it stops: nothing is placed here any more, and every relay moves to another node while its participants stay in.
 * Scopes are asked a few at a time, and again when they could not move yet. Blocks its caller, which is no actor.
 */
final class Drain {
    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final Duration ASK_TIMEOUT = Duration.ofSeconds(3);
    private static final long LOOK_MS = 100;
    private static final int AT_ONCE = 16;
    private static final long AGAIN_NS = 2_000_000_000L;

    private final ActorSystem<?> system;
    private final ControlPlane control;
    private final Map<ScopeKey, Long> asked = new HashMap<>();

    Drain(ActorSystem<?> system, ControlPlane control) {
        this.system = system;
        this.control = control;
    }

    /** Returns when no relay is here any more, none can go elsewhere, or the time is over; how many are left. */
    int run(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        control.takePlacements(false);
        int before = -1;
        int left = -1;
        try {
            while (control.directory.elsewhere(control.node, Set.of())) {
                Set<ScopeKey> here = here();
                left = here.size();
                before = before < 0 ? left : before;
                if (left == 0 || System.nanoTime() >= until) {
                    break;
                }
                askToLeave(here);
                TimeUnit.MILLISECONDS.sleep(LOOK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The node's relays could not be listed; it stops without draining", e);
        }
        if (before > 0) {
            LOG.info("Drained: {} of {} relays have moved", before - left, before);
        }
        return Math.max(0, left);
    }

    private Set<ScopeKey> here() throws InterruptedException, ExecutionException, TimeoutException {
        CompletionStage<Set<ScopeKey>> listed = AskPattern.<RelayCommand, Set<ScopeKey>>ask(
                control.agent, AgentCommand.ListRelays::new, ASK_TIMEOUT, system.scheduler());
        return listed.toCompletableFuture().get(ASK_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void askToLeave(Set<ScopeKey> here) {
        long now = System.nanoTime();
        asked.keySet().retainAll(here);
        here.stream()
                .filter(scope -> !asked.containsKey(scope) || now - asked.get(scope) >= AGAIN_NS)
                .limit(AT_ONCE)
                .forEach(scope -> {
                    asked.put(scope, now);
                    CompletionStage<RequestReply> reply = MediaScope.ref(system, scope)
                            .ask(
                                    replyTo -> new ScopeCommand.MoveRelay(
                                            UUID.randomUUID().toString(), "", "the node drains", replyTo),
                                    ASK_TIMEOUT);
                    reply.whenComplete((answer, failure) -> {
                        if (answer instanceof RequestReply.Refused refused) {
                            LOG.debug("{} does not move: {}", scope.entityId(), refused.refusal());
                        }
                    });
                });
    }
}
