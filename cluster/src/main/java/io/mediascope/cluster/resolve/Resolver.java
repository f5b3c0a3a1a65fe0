package io.mediascope.cluster.resolve;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.RecipientRef;
import akka.actor.typed.javadsl.AskPattern;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.credentials.TokenCheck;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings.ResolveSettings;
import io.mediascope.scope.entity.ResolveReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which node serves a scope: strangers are kept from actors, the scope's actor answers the others, and while it is silent the relay
 * agents are asked whether they hold the scope.
 */
public final class Resolver {
    private static final int APPLICATION_FACTOR = 20;
    private static final int APPLICATIONS_MAX = 10_000;
    /** A scope whose home is said to have failed asks that node first, twice 300 ms long. */
    private static final Duration HOME_PROBE = Duration.ofMillis(700);

    private final ActorSystem<?> system;
    private final ApplicationStore applications;
    private final JoinTokens tokens;
    private final NodeRef self;
    private final Function<ScopeKey, RecipientRef<ScopeCommand>> scopes;
    private final Supplier<Set<ActorRef<RelayCommand>>> agents;
    private final HashedHome hashed;
    private final NodeCounters counters;
    private final ResolveSettings settings;
    private final TokenBuckets sources;
    private final TokenBuckets perApplication;

    /** A node by nothing but a scope's name and what its client says. */
    @FunctionalInterface
    public interface HashedHome {
        /** @param failed what the client could not reach */
        Optional<NodeRef> of(ScopeKey scope, ClientPlace client, List<HostPort> failed);
    }

    /**
     * @param scopes the sharded actor of a scope
     * @param agents all relay agents that are known now
     * @param hashed a node of the region closest to a client, by nothing but the scope's name
     */
    public Resolver(
            ActorSystem<?> system,
            ApplicationStore applications,
            JoinTokens tokens,
            NodeRef self,
            Function<ScopeKey, RecipientRef<ScopeCommand>> scopes,
            Supplier<Set<ActorRef<RelayCommand>>> agents,
            HashedHome hashed,
            NodeCounters counters,
            ResolveSettings settings) {
        this.system = system;
        this.applications = applications;
        this.tokens = tokens;
        this.self = self;
        this.scopes = scopes;
        this.agents = agents;
        this.hashed = hashed;
        this.counters = counters;
        this.settings = settings;
        this.sources = new TokenBuckets(
                settings.sourceBurst(), settings.sourcePerSecond(), settings.sourcesMax(), System::nanoTime);
        this.perApplication = new TokenBuckets(
                settings.sourceBurst() * APPLICATION_FACTOR,
                settings.sourcePerSecond() * APPLICATION_FACTOR,
                APPLICATIONS_MAX,
                System::nanoTime);
    }

    public CompletionStage<ResolveOutcome> resolve(ResolveQuery query) {
        counters.increment(NodeCounter.RESOLVES);
        if (!ScopeKey.isSafe(query.applicationId()) || !ScopeKey.isSafe(query.scopeId())) {
            return refused(Refusal.of(
                    RefusalReason.BAD_REQUEST,
                    "applicationId and scopeId must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -"));
        }
        if (applications.find(query.applicationId()).isEmpty()) {
            return refused(Refusal.of(
                    RefusalReason.TOKEN_UNKNOWN_APPLICATION, "there is no application " + query.applicationId()));
        }
        ScopeKey scope = new ScopeKey(query.applicationId(), query.scopeId());
        Optional<String> user = query.token().flatMap(token -> user(token, scope));
        boolean allowed = user.isPresent() || sources.take(query.source().getHostAddress());
        if (!allowed || !perApplication.take(query.applicationId())) {
            counters.increment(NodeCounter.RESOLVES_LIMITED);
            return CompletableFuture.completedFuture(stateless(scope, query));
        }
        return askScope(scope, query, user.orElse(""));
    }

    /** Whom a valid token names. */
    private Optional<String> user(String token, ScopeKey scope) {
        return tokens.verify(token, scope) instanceof TokenCheck.Valid valid
                ? Optional.of(valid.claims().userId())
                : Optional.empty();
    }

    private CompletionStage<ResolveOutcome> askScope(ScopeKey scope, ResolveQuery query, String user) {
        CompletionStage<ResolveReply> answer = AskPattern.ask(
                scopes.apply(scope),
                replyTo -> new ScopeCommand.Resolve(self.address(), query.client(), query.failed(), user, replyTo),
                query.failed().isEmpty()
                        ? settings.timeout()
                        : settings.timeout().plus(HOME_PROBE),
                system.scheduler());
        return answer.thenCompose(reply -> {
                    if (reply instanceof ResolveReply.Found found) {
                        return CompletableFuture.<ResolveOutcome>completedFuture(
                                new ResolveOutcome.Found(link(found.home()), found.live()));
                    }
                    return refused(((ResolveReply.Refused) reply).refusal());
                })
                .exceptionallyCompose(silent -> askAgents(scope, query));
    }

    private CompletionStage<ResolveOutcome> askAgents(ScopeKey scope, ResolveQuery query) {
        CompletionStage<Optional<NodeRef>> holder = CompletableFuture.completedFuture(Optional.empty());
        for (ActorRef<RelayCommand> agent : agents.get()) {
            CompletionStage<Optional<NodeRef>> asked = AskPattern.<RelayCommand, RelayReply>ask(
                            agent,
                            replyTo -> new RelayCommand.Query(scope, replyTo),
                            settings.timeout(),
                            system.scheduler())
                    .thenApply(Resolver::holder)
                    .exceptionally(silent -> Optional.empty());
            holder = holder.thenCombine(asked, (a, b) -> a.isPresent() ? a : b);
        }
        return holder.thenApply(found -> found.<ResolveOutcome>map(node -> new ResolveOutcome.Found(link(node), true))
                .orElseGet(() -> stateless(scope, query)));
    }

    private static Optional<NodeRef> holder(RelayReply reply) {
        return reply instanceof RelayReply.Held held ? Optional.of(held.node()) : Optional.empty();
    }

    /** Without asking anybody: the same node for all who ask, which redirects when another one is right. */
    private ResolveOutcome stateless(ScopeKey scope, ResolveQuery query) {
        NodeRef node = hashed.of(scope, query.client(), query.failed()).orElse(self);
        return new ResolveOutcome.Found(link(node), false);
    }

    private CompletionStage<ResolveOutcome> refused(Refusal refusal) {
        counters.increment(NodeCounter.RESOLVES_REFUSED);
        return CompletableFuture.completedFuture(new ResolveOutcome.Refused(refusal));
    }

    private static HostPort link(NodeRef node) {
        return new HostPort(node.linkHost(), node.linkPort());
    }
}
