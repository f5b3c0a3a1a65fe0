package io.mediascope.cluster;

import akka.actor.typed.ActorSystem;
import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.history.EventHistory;
import io.mediascope.cluster.resolve.ResolveOutcome;
import io.mediascope.cluster.resolve.ResolveQuery;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.scope.model.ScopeKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A running node. Every method is safe from any thread and returns at once, unless it says that it waits. */
public final class MediascopeNode implements AutoCloseable {
    private MediascopeNode() {}

    @SuppressWarnings({"TypeParameterUnusedInFormals", "unused"})
    private static <T> T pending() {
        throw new UnsupportedOperationException();
    }

    /**
     * Starts everything and waits until the node is ready for clients.
     *
     * @throws io.mediascope.cluster.settings.NodeStartException with one clear line; nothing is left running then
     */
    public static MediascopeNode start(NodeSettings settings) {
        return pending();
    }

    public ActorSystem<?> system() {
        return pending();
    }

    public NodeSettings settings() {
        return pending();
    }

    /** The bound TCP port of the front door. */
    public int linkPort() {
        return pending();
    }

    public UdpPorts udpPorts() {
        return pending();
    }

    /** SHA-256 of the front door's certificate (DER), 64 lower-case hexadecimal digits. */
    public String certificateFingerprint() {
        return pending();
    }

    /** The application that was made because the data folder had none; only on its first start. */
    public Optional<CreatedApplication> firstApplication() {
        return pending();
    }

    public ApplicationStore applications() {
        return pending();
    }

    public JoinTokens tokens() {
        return pending();
    }

    public CompletionStage<ResolveOutcome> resolve(ResolveQuery query) {
        return pending();
    }

    /** The scopes that live on this node. */
    public CompletionStage<List<LiveScope>> scopes() {
        return pending();
    }

    /** One scope, empty when it does not live now. */
    public CompletionStage<Optional<LiveScope>> describe(ScopeKey scope) {
        return pending();
    }

    public EventHistory history() {
        return pending();
    }

    /** All counters, Prometheus text format 0.0.4. */
    public String metrics() {
        return pending();
    }

    public NodeHealth health() {
        return pending();
    }

    /** Says goodbye to clients, stops everything, and waits until it has stopped. Closing twice changes nothing. */
    @Override
    public void close() {}
}
