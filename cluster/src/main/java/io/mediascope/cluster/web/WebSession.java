package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.mediascope.media.sdp.SessionDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.transport.relay.RelayHandle;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The two peer connections of one browser, over all links of its session: descriptions, ICE restarts, the way back from TCP to UDP.
 */
public final class WebSession extends AbstractBehavior<WebCommand> {
    /** Who comes and goes in this time is one offer. */
    private static final Duration COALESCE = Duration.ofMillis(50);

    private static final Duration PATIENCE_CHECK = Duration.ofSeconds(1);
    private static final Duration REOPEN_FIRST = Duration.ofSeconds(1);
    private static final Duration REOPEN_LONGEST = Duration.ofSeconds(30);

    private final TimerScheduler<WebCommand> timers;
    private final WebPorts ports;
    private final boolean receives;
    private final Runnable ended;
    private final PublisherSide publisher;
    private final SubscriberSide subscriber;
    private final DescriptionRate rate;
    private final Map<PeerRole, UdpReturn> returns = new EnumMap<>(PeerRole.class);
    private Duration reopenAfter = REOPEN_FIRST;
    private @Nullable WebClient client;

    /**
     * @param receives whether its token grants that
     * @param ended called once, at its end
     */
    static Behavior<WebCommand> create(
            String sessionId, String userId, boolean receives, RelayHandle relay, WebPorts ports, Runnable ended) {
        return Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new WebSession(context, timers, sessionId, userId, receives, relay, ports, ended)));
    }

    private WebSession(
            ActorContext<WebCommand> context,
            TimerScheduler<WebCommand> timers,
            String sessionId,
            String userId,
            boolean receives,
            RelayHandle relay,
            WebPorts ports,
            Runnable ended) {
        super(context);
        this.ended = ended;
        this.timers = timers;
        this.ports = ports;
        this.receives = receives;
        this.rate = new DescriptionRate(ports.nanoTime().getAsLong());
        ActorRef<WebCommand> self = context.getSelf();
        this.publisher = new PublisherSide(
                userId,
                ports,
                number -> relay.openWebPeer(
                        sessionId, PeerRole.PUBLISHER, new PeerEvents(self, PeerRole.PUBLISHER, number)));
        this.subscriber = new SubscriberSide(
                ports,
                number -> relay.openWebPeer(
                        sessionId, PeerRole.SUBSCRIBER, new PeerEvents(self, PeerRole.SUBSCRIBER, number)));
    }

    @Override
    public Receive<WebCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(WebCommand.Attached.class, this::onAttached)
                .onMessage(WebCommand.Detached.class, this::onDetached)
                .onMessage(WebCommand.Left.class, left -> Behaviors.stopped())
                .onMessage(WebCommand.Expired.class, expired -> Behaviors.stopped())
                .onMessage(WebCommand.Published.class, this::onPublished)
                .onMessage(WebCommand.Offer.class, this::onOffer)
                .onMessage(WebCommand.ClientAnswer.class, this::onAnswer)
                .onMessage(WebCommand.RestartWanted.class, this::onRestartWanted)
                .onMessage(WebCommand.FromPeer.class, this::onPeer)
                .onMessage(WebCommand.OfferDue.class, due -> onOfferDue())
                .onMessage(WebCommand.ReturnDue.class, this::onReturnDue)
                .onMessage(WebCommand.ReopenDue.class, due -> onReopenDue())
                .onSignal(PostStop.class, stop -> onStop())
                .build();
    }

    // The link

    private Behavior<WebCommand> onAttached(WebCommand.Attached attached) {
        client = attached.client();
        timers.cancel("expired");
        publisher.published(attached.ownTracks());
        if (publisher.isOpen()) {
            attached.client().restart(PeerRole.PUBLISHER);
        }
        if (!subscriber.isOpen() && receives) {
            subscriber.open();
        } else {
            subscriber.attached();
            subscriber.restart();
        }
        return offerSoon();
    }

    private Behavior<WebCommand> onDetached(WebCommand.Detached detached) {
        if (detached.client().equals(client)) {
            client = null;
            timers.startSingleTimer("expired", new WebCommand.Expired(), ports.resumeWindow());
        }
        return this;
    }

    private Behavior<WebCommand> onStop() {
        publisher.close();
        subscriber.close();
        ended.run();
        return this;
    }

    private Behavior<WebCommand> onPublished(WebCommand.Published published) {
        publisher.published(published.tracks());
        return this;
    }

    private Behavior<WebCommand> onOffer(WebCommand.Offer offer) {
        WebClient to = client;
        if (to != null && admitted(offer.requestId(), offer.sdp(), to)) {
            publisher.offered(offer, to);
        }
        return this;
    }

    private Behavior<WebCommand> onAnswer(WebCommand.ClientAnswer answer) {
        WebClient to = client;
        if (to != null && admitted(answer.requestId(), answer.sdp(), to)) {
            subscriber.answered(answer, to);
        }
        return offerSoon();
    }

    private Behavior<WebCommand> onRestartWanted(WebCommand.RestartWanted wanted) {
        WebClient to = client;
        if (to == null || !admitted(wanted.requestId(), "", to)) {
            return this;
        }
        if (!receives) {
            to.refuse(
                    wanted.requestId(),
                    Refusal.of(RefusalReason.MISSING_GRANT, "The join token does not grant subscribe."));
            return this;
        }
        subscriber.restart();
        return offerSoon();
    }

    private boolean admitted(long requestId, String sdp, WebClient to) {
        if (!rate.take(ports.nanoTime().getAsLong())) {
            to.refuse(requestId, SdpRefusals.tooMany());
            return false;
        }
        if (sdp.length() > SessionDescription.MAX_LENGTH) {
            to.refuse(requestId, SdpRefusals.tooLong());
            return false;
        }
        return true;
    }

    // Offers

    /** While an answer is awaited its patience is looked at now and then. */
    private Behavior<WebCommand> offerSoon() {
        boolean due = subscriber.due(ports.nanoTime().getAsLong());
        if (client != null && due && !timers.isTimerActive("offer")) {
            timers.startSingleTimer("offer", new WebCommand.OfferDue(), COALESCE);
        } else if (client != null && subscriber.waits() && !timers.isTimerActive("patience")) {
            timers.startSingleTimer("patience", new WebCommand.OfferDue(), PATIENCE_CHECK);
        }
        return this;
    }

    private Behavior<WebCommand> onOfferDue() {
        WebClient to = client;
        long nowNs = ports.nanoTime().getAsLong();
        if (to != null && subscriber.due(nowNs)) {
            subscriber.offer(to, nowNs);
        }
        return offerSoon();
    }

    // What the connections tell

    private Behavior<WebCommand> onPeer(WebCommand.FromPeer event) {
        boolean current =
                event.role() == PeerRole.PUBLISHER ? publisher.is(event.number()) : subscriber.is(event.number());
        if (!current) {
            return this;
        }
        if (event instanceof WebCommand.PeerConnected connected) {
            connected(connected);
        } else if (event instanceof WebCommand.PeerSilent) {
            restart(event.role());
        } else if (event instanceof WebCommand.PeerFailed) {
            failed(event.role());
        } else if (event instanceof WebCommand.Wanted wanted) {
            subscriber.wanted(wanted.tracks());
        }
        return offerSoon();
    }

    private void connected(WebCommand.PeerConnected event) {
        if (event.role() == PeerRole.SUBSCRIBER) {
            reopenAfter = REOPEN_FIRST;
        }
        if (!event.tcp()) {
            returns.remove(event.role());
            timers.cancel(event.role());
        } else if (!returns.containsKey(event.role())) {
            returns.put(event.role(), new UdpReturn());
            scheduleReturn(event.role());
        }
    }

    private void scheduleReturn(PeerRole role) {
        UdpReturn plan = returns.get(role);
        if (plan != null) {
            timers.startSingleTimer(role, new WebCommand.ReturnDue(role), plan.next());
        }
    }

    private Behavior<WebCommand> onReturnDue(WebCommand.ReturnDue due) {
        restart(due.role());
        scheduleReturn(due.role());
        return offerSoon();
    }

    /** Without a link nobody could answer; the next one begins with a restart. */
    private void restart(PeerRole role) {
        WebClient to = client;
        if (to == null) {
            return;
        }
        if (role == PeerRole.SUBSCRIBER) {
            subscriber.restart();
        } else if (publisher.isOpen()) {
            to.restart(PeerRole.PUBLISHER);
        }
    }

    private void failed(PeerRole role) {
        returns.remove(role);
        timers.cancel(role);
        if (role == PeerRole.SUBSCRIBER) {
            subscriber.failed();
            timers.startSingleTimer("reopen", new WebCommand.ReopenDue(), reopenAfter);
            Duration twice = reopenAfter.multipliedBy(2);
            reopenAfter = twice.compareTo(REOPEN_LONGEST) < 0 ? twice : REOPEN_LONGEST;
        } else {
            publisher.failed();
            WebClient to = client;
            if (to != null) {
                to.restart(PeerRole.PUBLISHER);
            }
        }
    }

    private Behavior<WebCommand> onReopenDue() {
        if (client != null && !subscriber.isOpen()) {
            subscriber.open();
        }
        return offerSoon();
    }
}
