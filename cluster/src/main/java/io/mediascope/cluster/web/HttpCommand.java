package io.mediascope.cluster.web;

import io.mediascope.scope.client.ClientMessage;
import java.util.concurrent.CompletableFuture;

/** What an {@link HttpMediaSession} understands. Never leaves its node. */
sealed interface HttpCommand {
    /** From the scope, by way of the session. */
    record Said(ClientMessage message) implements HttpCommand {}

    /** The session closes its link. */
    record Closed() implements HttpCommand {}

    /** From the peer connection. */
    record FromPeer(WebCommand.FromPeer event) implements HttpCommand {}

    /**
     * A fragment of trickle ICE.
     *
     * @param etag that the client sent in {@code If-Match}, {@code *} for a restart
     */
    record Patch(String etag, String fragment, CompletableFuture<HttpMediaReply> reply) implements HttpCommand {}

    /** The client ends the session. */
    record Delete(CompletableFuture<HttpMediaReply> reply) implements HttpCommand {}

    /** It was not connected in time. */
    record TooLate() implements HttpCommand {}
}
