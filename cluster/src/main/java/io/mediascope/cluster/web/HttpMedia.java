package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The WHIP and WHEP clients of this node (RFC 9725). Each is a participant like others: it counts, and stands in the journal. Any
 * thread; returns at once.
 */
public final class HttpMedia {
    private static final int ID_BYTES = 18;

    /** Starts an actor at once. */
    @FunctionalInterface
    public interface Starter {
        <T> ActorRef<T> start(Behavior<T> behavior);
    }

    private record Client(HttpMediaKind kind, ActorRef<HttpCommand> session) {}

    private final Map<String, Client> clients = new ConcurrentHashMap<>();
    private final MovedClients moved = new MovedClients();
    private final WebPorts ports;
    private final SessionDoor door;
    private final Starter starter;

    public HttpMedia(WebPorts ports, SessionDoor door, Starter starter) {
        this.ports = ports;
        this.door = door;
        this.starter = starter;
    }

    /** Lets a WHIP client in with what its offer sends. */
    public CompletionStage<HttpMediaReply> publish(JoinClaims claims, String sdp) {
        return begin(HttpMediaKind.WHIP, claims, Grant.PUBLISH, sdp, "");
    }

    /**
     * Lets a WHEP client in.
     *
     * @param participant whom to show; empty = the scope's first publisher
     */
    public CompletionStage<HttpMediaReply> play(JoinClaims claims, String participant, String sdp) {
        return begin(HttpMediaKind.WHEP, claims, Grant.SUBSCRIBE, sdp, participant);
    }

    private CompletionStage<HttpMediaReply> begin(
            HttpMediaKind kind, JoinClaims claims, Grant needed, String sdp, String participant) {
        if (!claims.grants().contains(needed)) {
            String name = needed.name().toLowerCase(java.util.Locale.ROOT);
            return refused(Refusal.of(
                    RefusalReason.MISSING_GRANT,
                    "The join token does not grant " + name + "; issue one whose grants list it."));
        }
        if (sdp.length() > SessionDescription.MAX_LENGTH) {
            return refused(SdpRefusals.tooLong());
        }
        try {
            HttpOffer offer = kind == HttpMediaKind.WHIP
                    ? HttpOffer.publishing(sdp, claims.userId(), ports.codecs())
                    : HttpOffer.receiving(sdp, ports.codecs(), ports::ssrc);
            return start(kind, claims, offer, participant);
        } catch (SdpException e) {
            return refused(SdpRefusals.of(e));
        } catch (BadOfferException e) {
            return refused(Refusal.of(RefusalReason.BAD_REQUEST, String.valueOf(e.getMessage())));
        }
    }

    private CompletionStage<HttpMediaReply> start(
            HttpMediaKind kind, JoinClaims claims, HttpOffer offer, String participant) {
        byte[] random = new byte[ID_BYTES];
        ports.random().nextBytes(random);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        CompletableFuture<HttpMediaReply> reply = new CompletableFuture<>();
        HttpMediaSession.Order order = new HttpMediaSession.Order(kind, id, claims, offer, participant, reply);
        clients.put(
                id,
                new Client(kind, starter.start(HttpMediaSession.create(order, ports, door, to -> ended(order, to)))));
        return reply;
    }

    private void ended(HttpMediaSession.Order order, @Nullable HostPort movedTo) {
        if (movedTo != null) {
            moved.add(order.id(), order.kind(), new HttpMediaReply.Moved(movedTo, order.participant()));
        }
        clients.remove(order.id());
    }

    /**
     * Candidates of a client, or its wish to restart ICE.
     *
     * @param etag of {@code If-Match}
     */
    public CompletionStage<HttpMediaReply> patch(HttpMediaKind kind, String id, String etag, String fragment) {
        return ask(kind, id, reply -> new HttpCommand.Patch(etag, fragment, reply));
    }

    /** The client ends its session. */
    public CompletionStage<HttpMediaReply> delete(HttpMediaKind kind, String id) {
        return ask(kind, id, HttpCommand.Delete::new);
    }

    private CompletionStage<HttpMediaReply> ask(
            HttpMediaKind kind, String id, Function<CompletableFuture<HttpMediaReply>, HttpCommand> command) {
        @Nullable Client client = clients.get(id);
        if (client == null || client.kind != kind) {
            return CompletableFuture.completedFuture(moved.answer(id, kind));
        }
        CompletableFuture<HttpMediaReply> reply = new CompletableFuture<>();
        client.session.tell(command.apply(reply));
        return reply.completeOnTimeout(new HttpMediaReply.Unknown(), 5, java.util.concurrent.TimeUnit.SECONDS);
    }

    private CompletionStage<HttpMediaReply> refused(Refusal refusal) {
        ports.counters().increment(NodeCounter.HTTP_MEDIA_REFUSED);
        ports.counters().refused(refusal.reason());
        return CompletableFuture.completedFuture(new HttpMediaReply.Refused(refusal));
    }
}
