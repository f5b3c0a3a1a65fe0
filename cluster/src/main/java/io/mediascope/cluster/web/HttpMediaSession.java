package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.sdp.Answer;
import io.mediascope.media.sdp.SdpException;
import io.mediascope.media.sdp.TrickleFragment;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One WHIP or WHEP client: a participant without a link, and its one peer connection. */
final class HttpMediaSession extends AbstractBehavior<HttpCommand> {
    /** Who has its answer must be connected so much later. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    /**
     * What the client has asked for.
     *
     * @param participant whom a WHEP client named, empty = nobody
     * @param reply to its POST
     */
    record Order(
            HttpMediaKind kind,
            String id,
            JoinClaims claims,
            HttpOffer offer,
            String participant,
            CompletableFuture<HttpMediaReply> reply) {}

    /** Told once, at the end. */
    @FunctionalInterface
    interface Ended {
        /** @param movedTo where the scope's media went, if that was the reason */
        void ended(@Nullable HostPort movedTo);
    }

    private final TimerScheduler<HttpCommand> timers;
    private final Order order;
    private final WebPorts ports;
    private final SessionDoor door;
    private final Ended ended;
    private final Viewing viewing;
    private final ActorRef<WebCommand.FromPeer> events;
    private @Nullable ActorRef<SessionCommand> session;
    private @Nullable WebPeer peer;
    private @Nullable PeerDescription agreed;
    private @Nullable HostPort movedTo;
    private String etag = "";

    static Behavior<HttpCommand> create(Order order, WebPorts ports, SessionDoor door, Ended ended) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> new HttpMediaSession(context, timers, order, ports, door, ended)));
    }

    private HttpMediaSession(
            ActorContext<HttpCommand> context,
            TimerScheduler<HttpCommand> timers,
            Order order,
            WebPorts ports,
            SessionDoor door,
            Ended ended) {
        super(context);
        this.timers = timers;
        this.order = order;
        this.ports = ports;
        this.door = door;
        this.ended = ended;
        this.viewing = new Viewing(order.participant());
        this.events = context.messageAdapter(WebCommand.FromPeer.class, HttpCommand.FromPeer::new);
        this.session = door.begin(order.claims(), new HttpLink(context.getSelf()));
        join();
    }

    @Override
    public Receive<HttpCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(HttpCommand.Said.class, said -> onSaid(said.message()))
                .onMessage(HttpCommand.Closed.class, closed -> Behaviors.stopped())
                .onMessage(HttpCommand.FromPeer.class, from -> onPeer(from.event()))
                .onMessage(HttpCommand.Patch.class, this::onPatch)
                .onMessage(HttpCommand.Delete.class, this::onDelete)
                .onMessage(HttpCommand.TooLate.class, late -> gone(LeaveReason.LINK_LOST))
                .onSignal(PostStop.class, stop -> onStop())
                .build();
    }

    // Joining

    private void join() {
        ActorRef<SessionCommand> to = session;
        if (to == null) {
            refuse(Refusal.retryable(RefusalReason.NODE_DRAINING, "this node starts or stops", 1_000));
            getContext().getSelf().tell(new HttpCommand.Closed());
            return;
        }
        to.tell(new SessionCommand.FromClient(
                1,
                new ClientRequest.Authenticate(
                        ClientKind.BROWSER,
                        order.kind().path(),
                        order.id(),
                        order.kind() == HttpMediaKind.WHIP ? order.offer().tracks() : List.of(),
                        subscription(),
                        null,
                        false)));
    }

    private RouteSubscription subscription() {
        if (order.kind() == HttpMediaKind.WHIP) {
            return RouteSubscription.NONE;
        }
        return order.participant().isEmpty()
                ? RouteSubscription.ALL
                : new RouteSubscription(
                        RouteSubscription.Mode.LISTED, List.of(new TrackKey(order.participant(), "")), List.of());
    }

    private Behavior<HttpCommand> onSaid(ClientMessage message) {
        if (message instanceof ClientMessage.Welcome welcome) {
            return welcomed(welcome);
        } else if (message instanceof ClientMessage.Refused refused) {
            refuse(refused.refusal());
        } else if (message instanceof ClientMessage.Redirected redirected) {
            return redirected(redirected.target());
        }
        return this;
    }

    /**
     * Before its answer the client posts again by itself. Later the scope moves: nothing of its connection can go along, and waiting
     * for the old relay's end would only make the gap longer.
     */
    private Behavior<HttpCommand> redirected(HostPort target) {
        if (reply(new HttpMediaReply.Elsewhere(target))) {
            return this;
        }
        movedTo = target;
        ports.counters().increment(NodeCounter.HTTP_MEDIA_MOVED);
        return gone(LeaveReason.LINK_LOST);
    }

    private Behavior<HttpCommand> welcomed(ClientMessage.Welcome welcome) {
        Optional<RelayHandle> relay = ports.relays().apply(order.claims().scope());
        if (relay.isEmpty()) {
            refuse(Refusal.retryable(RefusalReason.TIMED_OUT, "the scope has just moved; try again", 1_000));
            return gone(LeaveReason.LINK_LOST);
        }
        if (order.kind() == HttpMediaKind.WHEP && cannotDecode(welcome.participants())) {
            refuse(Refusal.of(
                    RefusalReason.UNSUPPORTED_CODEC, "the offer has none of the codecs in which the scope publishes"));
            return gone(LeaveReason.CLIENT_LEFT);
        }
        PeerRole role = order.kind() == HttpMediaKind.WHIP ? PeerRole.PUBLISHER : PeerRole.SUBSCRIBER;
        WebPeer opened = relay.get().openWebPeer(welcome.sessionId(), role, new PeerEvents(events, role, 1));
        peer = opened;
        try {
            LocalPeer local = ports.withTcp(opened.local());
            Answer answer = order.offer().answer(local);
            agreed = answer.remote();
            opened.apply(answer.remote());
            etag = etag(local);
            ports.counters()
                    .increment(
                            order.kind() == HttpMediaKind.WHIP ? NodeCounter.WHIP_SESSIONS : NodeCounter.WHEP_SESSIONS);
            reply(new HttpMediaReply.Created(order.id(), etag, answer.sdp()));
            timers.startSingleTimer("connect", new HttpCommand.TooLate(), CONNECT_TIMEOUT);
            return this;
        } catch (SdpException e) {
            refuse(SdpRefusals.of(e));
            return gone(LeaveReason.CLIENT_LEFT);
        }
    }

    /** Whether somebody publishes whom the client wants, but nothing that it could decode. */
    private boolean cannotDecode(List<ParticipantInfo> participants) {
        List<WantedTrack> tracks = participants.stream()
                .filter(p -> order.participant().isEmpty() || p.userId().equals(order.participant()))
                .flatMap(p -> p.tracks().stream()
                        .map(t -> new WantedTrack(new TrackKey(p.userId(), t.trackId()), t.kind(), t.codec())))
                .toList();
        List<WebSection> lines = order.offer().agreed();
        return !tracks.isEmpty()
                && new Viewing(order.participant())
                        .choose(lines, tracks).stream().allMatch(line -> line.track() == null);
    }

    private void refuse(Refusal refusal) {
        if (reply(new HttpMediaReply.Refused(refusal))) {
            ports.counters().increment(NodeCounter.HTTP_MEDIA_REFUSED);
            ports.counters().refused(refusal.reason());
        }
    }

    private boolean reply(HttpMediaReply reply) {
        return order.reply().complete(reply);
    }

    // What the connection tells

    private Behavior<HttpCommand> onPeer(WebCommand.FromPeer event) {
        if (event instanceof WebCommand.PeerConnected) {
            timers.cancel("connect");
        } else if (event instanceof WebCommand.PeerFailed failed) {
            return gone(
                    failed.reason().equals(WebPeerListener.CLOSED_BY_CLIENT)
                            ? LeaveReason.CLIENT_LEFT
                            : LeaveReason.LINK_LOST);
        } else if (event instanceof WebCommand.Wanted wanted) {
            show(wanted.tracks());
        }
        return this;
    }

    private void show(List<WantedTrack> tracks) {
        PeerDescription before = agreed;
        WebPeer to = peer;
        if (before != null && to != null) {
            PeerDescription now =
                    new PeerDescription(before.ice(), before.fingerprints(), viewing.choose(before.sections(), tracks));
            agreed = now;
            to.apply(now);
        }
    }

    // What the client asks

    private Behavior<HttpCommand> onPatch(HttpCommand.Patch patch) {
        PeerDescription before = agreed;
        WebPeer to = peer;
        if (before == null || to == null) {
            patch.reply().complete(new HttpMediaReply.Unknown());
            return this;
        }
        try {
            Optional<StunCredentials> ice =
                    TrickleFragment.parse(patch.fragment()).ice().filter(i -> !i.equals(before.ice()));
            if (ice.isEmpty()) {
                boolean known = patch.etag().equals(etag) || patch.etag().equals("*");
                patch.reply().complete(known ? new HttpMediaReply.Done() : new HttpMediaReply.OldIce());
            } else {
                patch.reply()
                        .complete(
                                restart(to, new PeerDescription(ice.get(), before.fingerprints(), before.sections())));
            }
        } catch (SdpException e) {
            patch.reply().complete(new HttpMediaReply.Refused(SdpRefusals.of(e)));
        }
        return this;
    }

    private HttpMediaReply restart(WebPeer to, PeerDescription remote) {
        ports.counters().increment(NodeCounter.WEB_ICE_RESTARTS);
        LocalPeer local = ports.withTcp(to.restartIce());
        agreed = remote;
        to.apply(remote);
        etag = etag(local);
        WebSection first = remote.sections().stream()
                .filter(s -> !s.codecs().isEmpty())
                .findFirst()
                .orElse(remote.sections().get(0));
        String media = first.mediaType().name().toLowerCase(Locale.ROOT);
        return new HttpMediaReply.Restarted(etag, TrickleFragment.write(local, first.mid(), media));
    }

    private static String etag(LocalPeer local) {
        return '"' + local.ice().ufrag() + '"';
    }

    private Behavior<HttpCommand> onDelete(HttpCommand.Delete delete) {
        delete.reply().complete(new HttpMediaReply.Done());
        return gone(LeaveReason.CLIENT_LEFT);
    }

    // Ending

    private Behavior<HttpCommand> gone(LeaveReason reason) {
        ActorRef<SessionCommand> to = session;
        if (to != null) {
            to.tell(new SessionCommand.ClientGone(reason));
        }
        return Behaviors.stopped();
    }

    private Behavior<HttpCommand> onStop() {
        refuse(Refusal.retryable(RefusalReason.TIMED_OUT, "the session ended before it had begun; try again", 1_000));
        if (peer != null) {
            peer.close();
        }
        ActorRef<SessionCommand> to = session;
        if (to != null) {
            door.ended(to);
            to.tell(new SessionCommand.LinkClosed("http", Duration.ZERO));
        }
        ended.ended(movedTo);
        return this;
    }
}
