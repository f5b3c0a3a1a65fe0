package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.sdk.link.TlsConnector;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.MediaTicketRequest;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.SpeakersNotice;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One participant's connection: its parts, its timer, and what the application asks of it. State on the service thread. */
final class ScopeClient implements ScopeConnection, Signalling.Host, MediaEngine.Listener {
    private static final long TURN_MS = 50;
    private static final long QUALITY_NS = 5_000_000_000L;
    private static final long TARGETS_NS = 500_000_000L;
    private static final String ENDED = "the connection has ended";

    private final ScopeDescriptor descriptor;
    private final ServiceLoop service;
    private final boolean ownsService;
    private final EventLoop loop;
    private final Callbacks callbacks;
    private final Signalling signalling;
    private final MediaEngine engine;
    private final Users users;
    private final OwnTracks own;
    private final Presence presence;
    private final LayerChoices layers;
    private final Statistics statistics = new Statistics();
    private final CompletableFuture<ScopeConnection> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private @Nullable ScheduledFuture<?> turns;
    private volatile boolean ending;
    private long statisticsNs;
    private long qualityNs;
    private long targetsNs;

    ScopeClient(ScopeDescriptor descriptor, ScopeListener listener) {
        this.descriptor = descriptor;
        ServiceLoop shared = descriptor.serviceLoop();
        this.ownsService = shared == null;
        this.service = shared == null ? ServiceLoop.create() : shared;
        this.loop = service.eventLoop();
        this.callbacks = new Callbacks(listener);
        TlsConnector connector = new TlsConnector(loop, service.epoll());
        this.engine = new MediaEngine(loop, this, events -> transport(connector, events));
        this.users = new Users(loop, callbacks, engine);
        SslContext linkTls = TlsContexts.of(descriptor.trust(), WireProtocol.ALPN_LINK);
        this.signalling = new Signalling(
                descriptor, callbacks, this, dialogue -> new Joiner(descriptor, loop, connector, linkTls, dialogue));
        this.own = new OwnTracks(loop, callbacks, engine, signalling);
        this.presence = new Presence(users, own, callbacks);
        this.layers = new LayerChoices(users, signalling);
    }

    private RelayTransport transport(TlsConnector connector, RelayTransport.Listener events) {
        TransportPolicy policy = descriptor.transportPolicy();
        return new RelayTransport(
                loop,
                service.epoll(),
                new FaultGate(descriptor.networkConditions()),
                policy != TransportPolicy.TCP,
                policy != TransportPolicy.UDP,
                connector,
                TlsContexts.of(descriptor.trust(), WireProtocol.ALPN_MEDIA),
                events);
    }

    MediaEngine engine() {
        return engine;
    }

    static ScopeConnection start(ScopeDescriptor descriptor, ScopeListener listener) {
        ScopeClient client = new ScopeClient(descriptor, listener);
        client.loop.execute(() -> {
            client.turns = client.loop.scheduleAtFixedRate(client::turn, TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
            client.signalling.begin();
        });
        return client;
    }

    // What comes from the link.

    @Override
    public List<TrackOffer> offers() {
        return own.offers();
    }

    @Override
    public void welcomed(AuthResponse welcome, RelayTransport.Target target, HopKeys keys, boolean first) {
        boolean resumed = welcome.getResumed();
        if (!resumed) {
            own.sessionLost();
        }
        engine.start(target, welcome.getEndpoints(), keys, System.nanoTime());
        if (first) {
            callbacks.tell(l -> l.connected(this));
        } else {
            callbacks.tell(l -> l.reconnected(resumed));
        }
        presence.welcomed(welcome);
        own.publishMissing();
        if (!first && !resumed) {
            layers.repeat();
        }
        connected.complete(this);
    }

    @Override
    public void moving(AuthResponse welcome, RelayTransport.Target target, HopKeys keys) {
        engine.move(target, welcome.getEndpoints(), keys, System.nanoTime());
        presence.moved(welcome, System.nanoTime());
        own.publishMissing();
    }

    @Override
    public void moved() {
        signalling.letGo();
    }

    @Override
    public void inScope(Envelope message) {
        switch (message.getMessageCase()) {
            case PARTICIPANTS_PAGE ->
                presence.page(
                        message.getParticipantsPage().getParticipantsList(),
                        message.getParticipantsPage().getMorePages());
            case USER_EVENT -> presence.event(message.getUserEvent());
            case DATA_MESSAGE -> data(message.getDataMessage());
            case SPEAKERS_NOTICE -> speakers(message.getSpeakersNotice());
            case LAYER_NOTICE -> own.layersNeeded(message.getLayerNotice());
            case PROBE_NOTICE -> engine.probe(System.nanoTime());
            case STREAM_KEYS -> presence.rekeyed(message.getStreamKeys());
            case P2P_NOTICE -> engine.peer().notice(message.getP2PNotice(), System.nanoTime());
            default -> {
                // A message of a later version.
            }
        }
    }

    private void speakers(SpeakersNotice notice) {
        List<Speaker> speakers = notice.getSpeakersList().stream()
                .map(s -> new Speaker(s.getUserId(), s.getLevel()))
                .toList();
        callbacks.tell(l -> l.speakersChanged(speakers));
    }

    private void data(DataMessage message) {
        ReceivedMessage received = new ReceivedMessage(
                message.getFromUser(),
                message.getTopic(),
                message.getPayload().toByteArray(),
                message.getToUser().isEmpty());
        callbacks.tell(l -> l.messageReceived(received));
    }

    @Override
    public void over(@Nullable ScopeException why) {
        if (why != null) {
            connected.completeExceptionally(why);
        }
        end(null);
    }

    private void turn() {
        long nowNs = System.nanoTime();
        signalling.turn(nowNs);
        presence.turn(nowNs);
        if (!signalling.everJoined() || ending) {
            return;
        }
        engine.turn(nowNs);
        own.flush();
        long interval = descriptor.statisticsInterval().toNanos();
        if (interval > 0 && nowNs - statisticsNs >= interval) {
            statisticsNs = nowNs;
            ScopeStatistics snapshot = snapshot();
            callbacks.tell(l -> l.quality(snapshot));
        }
        if (signalling.isJoined() && nowNs - qualityNs >= QUALITY_NS) {
            qualityNs = nowNs;
            signalling.send(
                    Envelope.newBuilder().setQualityReport(statistics.report(users, (int) (QUALITY_NS / 1_000_000))));
        }
        if (nowNs - targetsNs >= TARGETS_NS) {
            targetsNs = nowNs;
            own.shareTarget(nowNs);
        }
    }

    private ScopeStatistics snapshot() {
        return Statistics.snapshot(engine, presence.topology(), own.all(), users, System.nanoTime());
    }

    // What comes from the media engine.

    @Override
    public void transportChanged(MediaType type, Transport transport, String detail) {
        String self = signalling.userId();
        own.flush();
        if (self != null) {
            callbacks.tell(l -> l.transportChanged(self, type, transport, detail));
        }
    }

    @Override
    public void report(P2pReport report) {
        signalling.send(Envelope.newBuilder().setP2PReport(report));
    }

    @Override
    public void nodeSilent() {
        signalling.probe();
    }

    @Override
    public void ticketWanted(Consumer<byte[]> ticket) {
        signalling
                .request(b -> b.setMediaTicketRequest(MediaTicketRequest.getDefaultInstance()))
                .whenComplete((reply, failure) -> {
                    if (reply != null && reply.hasMediaTicket()) {
                        ticket.accept(reply.getMediaTicket().getTicket().toByteArray());
                    } else {
                        engine.ticketFailed();
                    }
                });
    }

    // What the application asks, from any thread.

    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> task) {
        return ServiceThread.run(
                loop,
                () -> ending
                        ? CompletableFuture.failedFuture(new ScopeException(ErrorCode.DISCONNECTED, ENDED))
                        : task.get());
    }

    private CompletionStage<Void> ask(Consumer<Envelope.Builder> fill) {
        return signalling.request(fill).thenAccept(accepted -> {});
    }

    @Override
    public CompletionStage<LocalTrack> publish(TrackSpec spec, MediaSource source) {
        return onLoop(() -> own.publish(spec, source));
    }

    @Override
    public CompletionStage<Void> unpublish(String trackId) {
        return onLoop(() -> own.unpublish(trackId));
    }

    @Override
    public CompletionStage<Void> setMuted(String trackId, boolean muted) {
        return onLoop(() -> own.setMuted(trackId, muted));
    }

    @Override
    public CompletionStage<Void> sendMessage(@Nullable String toUser, String topic, byte[] payload) {
        DataMessage.Builder message = DataMessage.newBuilder().setTopic(topic).setPayload(Wire.bytes(payload.clone()));
        if (toUser != null) {
            message.setToUser(toUser);
        }
        Supplier<CompletionStage<Void>> send = () -> ask(b -> b.setDataMessage(message));
        return onLoop(() -> signalling.everJoined() ? send.get() : connected.thenCompose(c -> send.get()));
    }

    @Override
    public CompletionStage<Void> setSubscription(Subscription wanted) {
        return onLoop(() -> {
            signalling.subscription(wanted);
            return signalling.isJoined()
                    ? ask(b -> b.setSubscriptionRequest(Wire.subscription(wanted)))
                    : CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletionStage<Void> chooseLayer(String user, String trackId, LayerName layer) {
        return onLoop(() -> layers.choose(user, trackId, layer));
    }

    @Override
    public CompletionStage<Void> setPaused(String user, String trackId, boolean paused) {
        return onLoop(() -> layers.pause(user, trackId, paused));
    }

    @Override
    public CompletionStage<ScopeStatistics> statistics() {
        return onLoop(() -> CompletableFuture.completedFuture(snapshot()));
    }

    @Override
    public CompletionStage<Void> disconnect() {
        onLoop(() -> {
            end(Envelope.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason("the client leaves"))
                    .build());
            return closed;
        });
        return closed;
    }

    private void end(@Nullable Envelope last) {
        if (ending) {
            return;
        }
        ending = true;
        if (turns != null) {
            turns.cancel(false);
        }
        ScopeException reason = new ScopeException(ErrorCode.DISCONNECTED, ENDED);
        own.end(reason);
        users.clear();
        engine.close();
        signalling.end(last, ENDED, () -> {
            connected.completeExceptionally(reason);
            callbacks.tell(ScopeListener::disconnected);
            closed.complete(null);
            if (ownsService) {
                service.close();
            }
        });
    }

    @Override
    public String applicationId() {
        return descriptor.applicationId();
    }

    @Override
    public String scopeId() {
        return descriptor.scopeId();
    }

    @Override
    public @Nullable String userId() {
        return signalling.userId();
    }

    @Override
    public @Nullable String sessionId() {
        return signalling.sessionId();
    }

    @Override
    public boolean isConnected() {
        return signalling.isJoined();
    }

    @Override
    public CompletionStage<ScopeConnection> connected() {
        return connected;
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }

    @Override
    public List<RemoteUser> users() {
        return users.snapshot();
    }
}
