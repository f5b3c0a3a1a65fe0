package io.mediascope.cluster;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import io.mediascope.cluster.relay.AgentCommand;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.entity.ScopeDescription;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.transport.relay.RelayStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What operators ask about running scopes: the actor's description and the relay's totals. */
final class LiveScopes {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final ActorRef<RelayCommand> agent;

    LiveScopes(ActorSystem<?> system, ActorRef<RelayCommand> agent) {
        this.system = system;
        this.agent = agent;
    }

    CompletionStage<List<LiveScope>> all() {
        return AskPattern.<RelayCommand, Set<ScopeKey>>ask(
                        agent, AgentCommand.ListRelays::new, TIMEOUT, system.scheduler())
                .thenCompose(this::describeAll);
    }

    CompletionStage<Optional<LiveScope>> one(ScopeKey scope) {
        CompletionStage<ScopeDescription> description =
                AskPattern.ask(MediaScope.ref(system, scope), ScopeCommand.Describe::new, TIMEOUT, system.scheduler());
        CompletionStage<Optional<RelayStatistics>> statistics = AskPattern.ask(
                agent,
                (ActorRef<Optional<RelayStatistics>> replyTo) -> new AgentCommand.ReadStatistics(scope, replyTo),
                TIMEOUT,
                system.scheduler());
        return description.thenCombine(
                statistics.exceptionally(silent -> Optional.empty()),
                (described, totals) ->
                        described.live() ? Optional.of(new LiveScope(described, totals)) : Optional.empty());
    }

    private CompletionStage<List<LiveScope>> describeAll(Set<ScopeKey> scopes) {
        List<CompletableFuture<Optional<LiveScope>>> asked = new ArrayList<>();
        scopes.stream()
                .sorted(Comparator.comparing(ScopeKey::entityId))
                .forEach(scope -> asked.add(
                        one(scope).exceptionally(silent -> Optional.empty()).toCompletableFuture()));
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done ->
                        asked.stream().flatMap(scope -> scope.join().stream()).toList());
    }
}
