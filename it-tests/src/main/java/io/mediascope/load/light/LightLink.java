package io.mediascope.load.light;

import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.link.LinkClient;
import io.mediascope.sdk.link.TlsConnector;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A management link that joins and stays, and does nothing with what it is told. */
final class LightLink {
    /** A node's link port and who joins there. */
    record Join(HostPort node, String applicationId, String scopeId, String token, List<TrackOffer> tracks) {}

    private final CompletableFuture<AuthResponse> welcome = new CompletableFuture<>();
    private final Join join;
    private final EventLoop loop;
    private final LinkClient client;

    private LightLink(Join join, EventLoop loop, SslContext tls) {
        this.join = join;
        this.loop = loop;
        this.client = LinkClient.open(join.node(), new TlsConnector(loop, true), tls, new Handler());
    }

    static LightLink open(Join join, EventLoop loop, SslContext tls) {
        return CompletableFuture.supplyAsync(() -> new LightLink(join, loop, tls), loop)
                .join();
    }

    /** Fails with the node's reason when it refuses. */
    CompletableFuture<AuthResponse> welcome() {
        return welcome;
    }

    /** Leaves; done when the link is closed. */
    CompletableFuture<Void> close() {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        Envelope goodbye = Envelope.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason("done"))
                .build();
        loop.execute(() -> client.close(goodbye, () -> closed.complete(null)));
        return closed;
    }

    private AuthRequest request() {
        return AuthRequest.newBuilder()
                .setProtocolVersion(WireProtocol.VERSION)
                .setApplicationId(join.applicationId())
                .setScopeId(join.scopeId())
                .setToken(join.token())
                .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                .setClientVersion("light/0.1")
                .setJoinId(UUID.randomUUID().toString())
                .setSubscription(SubscriptionRequest.newBuilder().setMode(SubscriptionRequest.Mode.MODE_ALL))
                .addAllTracks(join.tracks())
                .build();
    }

    private final class Handler implements LinkClient.Handler {
        @Override
        public void opened() {
            client.send(Envelope.newBuilder()
                    .setRequestId(1)
                    .setAuthRequest(request())
                    .build());
        }

        @Override
        public void received(Envelope message) {
            if (message.hasAuthResponse()) {
                AuthResponse response = message.getAuthResponse();
                client.keepAlive(response.getKeepaliveIntervalMs(), response.getLinkTimeoutMs());
                welcome.complete(response);
            } else if (message.hasRefusal()) {
                welcome.completeExceptionally(new IllegalStateException(
                        "refused: " + message.getRefusal().getText()));
            }
        }

        @Override
        public void closed(String reason, boolean untrusted) {
            welcome.completeExceptionally(new IllegalStateException(reason));
        }
    }
}
