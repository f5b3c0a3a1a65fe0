package io.mediascope.sdk;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.link.TlsConnector;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.LayerNotice;
import io.mediascope.transport.wire.v1.LayerRequest;
import io.mediascope.transport.wire.v1.MediaTicketRequest;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.UnpublishRequest;
import io.mediascope.transport.wire.v1.UserEvent;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One participant's connection: what is said on the link, and who does what about it. State on the service thread. */
final class ScopeClient implements ScopeConnection, Joiner.Listener, MediaEngine.Listener {
    private static final String CLIENT_VERSION = "java/0.1";
    private static final long TURN_MS = 50;
    private static final long QUALITY_NS = 5_000_000_000L;
    private static final long TARGETS_NS = 1_000_000_000L;
    private static final long AUDIO_SHARE_BPS = 64_000;

    private final ScopeDescriptor descriptor;
    private final ServiceLoop service;
    private final boolean ownsService;
    private final EventLoop loop;
    private final Callbacks callbacks;
    private final Requests requests;
    private final MediaEngine engine;
    private final Users users;
    private final Joiner joiner;
    private final Statistics statistics = new Statistics();
    private final Map<String, OwnTrack> own = new LinkedHashMap<>();
    private final Map<String, CompletableFuture<LocalTrack>> publishing = new LinkedHashMap<>();
    private final CompletableFuture<ScopeConnection> connected = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Set<String> pagedUsers = new HashSet<>();

    private @Nullable ScheduledFuture<?> turns;
    private volatile @Nullable String userId;
    private volatile @Nullable String sessionId;
    private volatile boolean joined;
    private boolean everJoined;
    private boolean ending;
    private boolean resumed;
    private boolean morePages;
    private String joinId = UUID.randomUUID().toString();
    private byte @Nullable [] resumeTicket;
    private Subscription subscription;
    private Topology topology = Topology.RELAY;
    private long statisticsNs;
    private long qualityNs;
    private long targetsNs;

    private ScopeClient(ScopeDescriptor descriptor, ScopeListener listener) {
        this.descriptor = descriptor;
        ServiceLoop shared = descriptor.serviceLoop();
        this.ownsService = shared == null;
        this.service = shared == null ? ServiceLoop.create() : shared;
        this.loop = service.eventLoop();
        this.callbacks = new Callbacks(listener);
        this.subscription = descriptor.subscription();
        this.requests = new Requests(descriptor.requestTimeout().toNanos());
        TlsConnector connector = new TlsConnector(loop, service.epoll());
        SslContext mediaTls = TlsContexts.of(descriptor.trust(), WireProtocol.ALPN_MEDIA);
        TransportPolicy policy = descriptor.transportPolicy();
        this.engine = new MediaEngine(
                loop,
                this,
                events -> new RelayTransport(
                        loop,
                        service.epoll(),
                        new FaultGate(descriptor.networkConditions()),
                        policy != TransportPolicy.TCP,
                        policy != TransportPolicy.UDP,
                        connector,
                        mediaTls,
                        events));
        this.users = new Users(loop, callbacks, engine);
        this.joiner = new Joiner(
                descriptor, loop, connector, TlsContexts.of(descriptor.trust(), WireProtocol.ALPN_LINK), this);
    }

    static ScopeConnection start(ScopeDescriptor descriptor, ScopeListener listener) {
        ScopeClient client = new ScopeClient(descriptor, listener);
        client.loop.execute(() -> {
            client.turns = client.loop.scheduleAtFixedRate(client::turn, TURN_MS, TURN_MS, TimeUnit.MILLISECONDS);
            client.joiner.begin();
        });
        return client;
    }

    // What comes from the link.

    @Override
    public void linkOpened(String token) {
        AuthRequest.Builder auth = AuthRequest.newBuilder()
                .setProtocolVersion(WireProtocol.VERSION)
                .setApplicationId(descriptor.applicationId())
                .setScopeId(descriptor.scopeId())
                .setToken(token)
                .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                .setClientVersion(CLIENT_VERSION)
                .setJoinId(joinId)
                .setSubscription(Wire.subscription(subscription))
                .setResumeTicket(Wire.bytes(resumeTicket));
        own.values().forEach(t -> auth.addTracks(Wire.offer(t.spec())));
        joiner.send(Envelope.newBuilder()
                .setRequestId(requests.nextId())
                .setAuthRequest(auth)
                .build());
    }

    @Override
    public void received(Envelope message) {
        if (ending) {
            return;
        }
        if (message.getRequestId() != 0 && requests.reply(message)) {
            return;
        }
        switch (message.getMessageCase()) {
            case AUTH_RESPONSE -> welcomed(message.getAuthResponse());
            case REFUSAL -> refused(message.getRefusal());
            case REDIRECT ->
                redirected(
                        message.getRedirect().getHost(), message.getRedirect().getPort());
            case GOODBYE -> sentAway(message.getGoodbye());
            default -> {
                if (joined) {
                    inScope(message);
                }
            }
        }
    }

    private void inScope(Envelope message) {
        switch (message.getMessageCase()) {
            case PARTICIPANTS_PAGE ->
                page(
                        message.getParticipantsPage().getParticipantsList(),
                        message.getParticipantsPage().getMorePages());
            case USER_EVENT -> userEvent(message.getUserEvent());
            case DATA_MESSAGE -> data(message.getDataMessage());
            case LAYER_NOTICE -> layersNeeded(message.getLayerNotice());
            case P2P_NOTICE -> engine.peer().notice(message.getP2PNotice(), System.nanoTime());
            default -> {
                // A message of a later version.
            }
        }
    }

    private void welcomed(AuthResponse welcome) {
        HostPort node = joiner.node();
        HopKeys keys = Wire.hopKeys(welcome.getRtcp());
        if (joined || node == null || keys == null) {
            return;
        }
        joiner.joined(welcome.getKeepaliveIntervalMs(), welcome.getLinkTimeoutMs());
        boolean first = !everJoined;
        resumed = welcome.getResumed();
        resumeTicket = welcome.getResumeTicket().toByteArray();
        joinId = UUID.randomUUID().toString();
        userId = welcome.getUserId();
        sessionId = welcome.getSessionId();
        joined = true;
        everJoined = true;
        if (!resumed) {
            own.values().forEach(OwnTrack::lost);
        }
        engine.start(target(welcome, node), keys, System.nanoTime());
        if (first) {
            callbacks.tell(l -> l.connected(this));
        } else {
            boolean same = resumed;
            callbacks.tell(l -> l.reconnected(same));
        }
        topology(Wire.topology(welcome.getTopology()), "as joined");
        ownTracks(welcome.getOwnTracksList());
        pagedUsers.clear();
        page(welcome.getParticipantsList(), welcome.getMorePages());
        publishMissing();
        connected.complete(this);
    }

    private static RelayTransport.Target target(AuthResponse welcome, HostPort node) {
        return new RelayTransport.Target(
                node,
                Wire.addresses(welcome.getEndpoints().getAudioList()),
                Wire.addresses(welcome.getEndpoints().getVideoList()),
                Wire.addresses(welcome.getEndpoints().getMuxList()),
                Wire.stun(welcome.getStun()),
                welcome.getMediaTicket().toByteArray());
    }

    private void page(List<ParticipantInfo> participants, boolean more) {
        morePages = more;
        for (ParticipantInfo participant : participants) {
            if (!participant.getUserId().equals(userId)) {
                pagedUsers.add(participant.getUserId());
                users.present(participant);
            }
        }
        if (!more) {
            users.retain(pagedUsers);
        }
    }

    private void ownTracks(List<TrackInfo> tracks) {
        String self = userId;
        for (TrackInfo info : tracks) {
            OwnTrack track = own.get(info.getTrackId());
            if (track != null && self != null) {
                track.accepted(self, info);
                CompletableFuture<LocalTrack> waiting = publishing.remove(info.getTrackId());
                if (waiting != null) {
                    waiting.complete(track);
                }
            }
        }
    }

    /** Tracks that came too late for the join, or that a resume did not bring back. */
    private void publishMissing() {
        List<OwnTrack> missing =
                own.values().stream().filter(t -> !t.isPublished()).toList();
        missing.forEach(this::requestPublish);
    }

    private void requestPublish(OwnTrack track) {
        String trackId = track.trackId();
        request(b -> b.setPublishRequest(PublishRequest.newBuilder().addTracks(Wire.offer(track.spec()))))
                .whenComplete((reply, failure) -> {
                    if (reply != null) {
                        ownTracks(reply.getRequestAccepted().getOwnTracksList());
                    } else if (!isDisconnect(failure)) {
                        own.remove(trackId, track);
                        track.stop();
                        CompletableFuture<LocalTrack> waiting = publishing.remove(trackId);
                        if (waiting != null && failure != null) {
                            waiting.completeExceptionally(failure);
                        } else if (failure instanceof ScopeException refusal) {
                            error(refusal.code(), "track " + trackId + ": " + refusal.getMessage());
                        }
                    }
                });
    }

    private static boolean isDisconnect(@Nullable Throwable failure) {
        return failure instanceof ScopeException exception && exception.code() == ErrorCode.DISCONNECTED;
    }

    private void userEvent(UserEvent event) {
        switch (event.getEventCase()) {
            case JOINED -> {
                if (!event.getJoined().getUserId().equals(userId)) {
                    pagedUsers.add(event.getJoined().getUserId());
                    users.present(event.getJoined());
                }
            }
            case LEFT -> {
                if (morePages) {
                    pagedUsers.remove(event.getLeft().getUserId());
                }
                users.left(
                        event.getLeft().getUserId(),
                        event.getLeft().getSessionId(),
                        Wire.leaveReason(event.getLeft().getReason()));
            }
            case RECONNECTED -> users.reconnected(event.getReconnected().getUserId());
            case PUBLISHED -> tracks(event.getPublished());
            case REPLACED -> tracks(event.getReplaced());
            case UNPUBLISHED ->
                users.unpublished(
                        event.getUnpublished().getUserId(),
                        event.getUnpublished().getTrackIdsList());
            case TRANSPORT_CHANGED -> {
                MediaType type = Wire.mediaType(event.getTransportChanged().getMediaType());
                Transport transport = Wire.transport(event.getTransportChanged().getTransport());
                if (type != null && transport != null) {
                    users.transportChanged(
                            event.getTransportChanged().getUserId(),
                            type,
                            transport,
                            event.getTransportChanged().getDetail());
                }
            }
            case TOPOLOGY_CHANGED ->
                topology(
                        Wire.topology(event.getTopologyChanged().getTopology()),
                        event.getTopologyChanged().getReason());
            default -> {
                // An event of a later version.
            }
        }
    }

    private void tracks(TracksPublished event) {
        if (event.getUserId().equals(userId)) {
            ownTracks(event.getTracksList());
        } else {
            users.published(event.getUserId(), event.getTracksList());
        }
    }

    private void topology(Topology now, String reason) {
        if (topology != now) {
            topology = now;
            callbacks.tell(l -> l.topologyChanged(now, reason));
        }
    }

    private void data(DataMessage message) {
        ReceivedMessage received = new ReceivedMessage(
                message.getFromUser(),
                message.getTopic(),
                message.getPayload().toByteArray(),
                message.getToUser().isEmpty());
        callbacks.tell(l -> l.messageReceived(received));
    }

    private void layersNeeded(LayerNotice notice) {
        OwnTrack track = own.get(notice.getTrackId());
        if (track != null) {
            Set<LayerName> needed = EnumSet.noneOf(LayerName.class);
            notice.getNeededList().forEach(l -> {
                LayerName name = Wire.layer(l);
                if (name != null) {
                    needed.add(name);
                }
            });
            track.layersNeeded(Set.copyOf(needed));
        }
    }

    private void refused(Refusal refusal) {
        ErrorCode code = ErrorCode.of(refusal.getReason());
        if (joined) {
            error(code, refusal.getText());
            if (code == ErrorCode.REMOVED_BY_ADMIN || code == ErrorCode.REPLACED_BY_NEWER_LINK) {
                end(null);
            }
        } else if (code == ErrorCode.TICKET_INVALID) {
            resumeTicket = null;
            joiner.again();
        } else if (refusal.getRetryable() || (everJoined && code == ErrorCode.USER_ALREADY_IN_SCOPE)) {
            joiner.refusedForNow(code, refusal.getText(), refusal.getRetryAfterMs());
        } else {
            failed(code, refusal.getText());
        }
    }

    private void redirected(String host, int port) {
        boolean was = joined;
        joined = false;
        if (was) {
            requests.failAll("the node sent the client to another");
            callbacks.tell(l -> l.connectionLost(true));
        }
        joiner.redirected(host, port);
    }

    private void sentAway(Goodbye goodbye) {
        if (goodbye.getReconnect()) {
            if (joined) {
                lost(goodbye.getReason());
            } else {
                joiner.reconnect();
            }
        } else {
            if (joined) {
                callbacks.tell(l -> l.connectionLost(false));
            }
            error(ErrorCode.REMOVED_BY_ADMIN, goodbye.getReason());
            end(null);
        }
    }

    @Override
    public void linkLost(String reason) {
        lost(reason);
    }

    /** Media goes on as long as the relay carries it; the ticket brings the session back. */
    private void lost(String reason) {
        joined = false;
        requests.failAll(reason);
        callbacks.tell(l -> l.connectionLost(true));
        if (!ending) {
            joiner.reconnect();
        }
    }

    @Override
    public void failed(ErrorCode code, String text) {
        ScopeException failure = new ScopeException(code, text);
        connected.completeExceptionally(failure);
        error(code, text);
        end(null);
    }

    private void error(ErrorCode code, String text) {
        callbacks.tell(l -> l.error(code, text));
    }

    // Timers.

    private void turn() {
        long nowNs = System.nanoTime();
        requests.turn(nowNs);
        if (!everJoined || ending) {
            return;
        }
        engine.turn(nowNs);
        own.values().forEach(OwnTrack::flush);
        long interval = descriptor.statisticsInterval().toNanos();
        if (interval > 0 && nowNs - statisticsNs >= interval) {
            statisticsNs = nowNs;
            ScopeStatistics snapshot = Statistics.snapshot(engine, topology, own.values(), users, nowNs);
            callbacks.tell(l -> l.quality(snapshot));
        }
        if (joined && nowNs - qualityNs >= QUALITY_NS) {
            qualityNs = nowNs;
            joiner.send(Envelope.newBuilder()
                    .setQualityReport(statistics.report(users, (int) (QUALITY_NS / 1_000_000)))
                    .build());
        }
        if (nowNs - targetsNs >= TARGETS_NS) {
            targetsNs = nowNs;
            shareTarget(nowNs);
        }
    }

    /** Audio first, then the videos that are sent, in equal parts. */
    private void shareTarget(long nowNs) {
        long target = engine.targetBps();
        long audio = engine.sends().stream()
                .filter(s -> s.id().mediaType() == MediaType.AUDIO)
                .count();
        long video = engine.sends().stream()
                .filter(s -> s.id().mediaType() == MediaType.VIDEO && s.isSending(nowNs))
                .count();
        if (target == 0) {
            return;
        }
        long each = Math.max(0, target - audio * AUDIO_SHARE_BPS) / Math.max(1, video);
        for (OwnTrack track : own.values()) {
            for (SendStream stream : track.streams()) {
                LayerName layer = stream.id().layer();
                TrackSpec.Layer spec = track.layer(layer);
                long max = spec == null || spec.maxBitrateBps() == 0 ? Long.MAX_VALUE : spec.maxBitrateBps();
                long share = track.mediaType() == MediaType.AUDIO ? Math.min(target, AUDIO_SHARE_BPS) : each;
                track.target(layer, Math.min(max, share));
            }
        }
    }

    // What comes from the media engine.

    @Override
    public void transportChanged(MediaType type, Transport transport, String detail) {
        String self = userId;
        own.values().forEach(OwnTrack::flush);
        if (self != null) {
            callbacks.tell(l -> l.transportChanged(self, type, transport, detail));
        }
    }

    @Override
    public void report(P2pReport report) {
        joiner.send(Envelope.newBuilder().setP2PReport(report).build());
    }

    @Override
    public void ticketWanted(Consumer<byte[]> ticket) {
        request(b -> b.setMediaTicketRequest(MediaTicketRequest.getDefaultInstance()))
                .whenComplete((reply, failure) -> {
                    if (reply != null && reply.hasMediaTicket()) {
                        ticket.accept(reply.getMediaTicket().getTicket().toByteArray());
                    } else {
                        engine.ticketFailed();
                    }
                });
    }

    /** Sends a request, on the service thread. */
    private CompletableFuture<Envelope> request(Consumer<Envelope.Builder> fill) {
        if (!joined) {
            return CompletableFuture.failedFuture(new ScopeException(ErrorCode.DISCONNECTED, "not connected"));
        }
        long id = requests.nextId();
        Envelope.Builder envelope = Envelope.newBuilder().setRequestId(id);
        fill.accept(envelope);
        CompletableFuture<Envelope> reply = requests.expect(id, System.nanoTime());
        joiner.send(envelope.build());
        return reply;
    }

    // What the application asks, from any thread.

    private <T> CompletionStage<T> onLoop(Supplier<CompletionStage<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> task.get().whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        if (loop.inEventLoop()) {
            run.run();
        } else if (loop.isShuttingDown()) {
            result.completeExceptionally(new ScopeException(ErrorCode.DISCONNECTED, "the connection has ended"));
        } else {
            loop.execute(run);
        }
        return result;
    }

    private static <T> CompletionStage<T> refusedStage(ErrorCode code, String text) {
        return CompletableFuture.failedFuture(new ScopeException(code, text));
    }

    @Override
    public CompletionStage<LocalTrack> publish(TrackSpec spec, MediaSource source) {
        return onLoop(() -> {
            if (ending) {
                return refusedStage(ErrorCode.DISCONNECTED, "the connection has ended");
            }
            if (own.containsKey(spec.trackId())) {
                return refusedStage(ErrorCode.TRACK_EXISTS, "track " + spec.trackId() + " is published already");
            }
            OwnTrack track = new OwnTrack(spec, source, loop, callbacks, engine);
            CompletableFuture<LocalTrack> published = new CompletableFuture<>();
            own.put(spec.trackId(), track);
            publishing.put(spec.trackId(), published);
            if (joined) {
                requestPublish(track);
            }
            return published;
        });
    }

    @Override
    public CompletionStage<Void> unpublish(String trackId) {
        return onLoop(() -> {
            OwnTrack track = own.remove(trackId);
            if (track == null) {
                return refusedStage(ErrorCode.UNKNOWN_TRACK, "track " + trackId + " is not published");
            }
            track.stop();
            CompletableFuture<LocalTrack> waiting = publishing.remove(trackId);
            if (waiting != null) {
                waiting.completeExceptionally(new ScopeException(ErrorCode.UNKNOWN_TRACK, "unpublished"));
            }
            return done(request(
                    b -> b.setUnpublishRequest(UnpublishRequest.newBuilder().addTrackIds(trackId))));
        });
    }

    private static CompletionStage<Void> done(CompletableFuture<Envelope> reply) {
        return reply.thenAccept(accepted -> {});
    }

    @Override
    public CompletionStage<Void> sendMessage(@Nullable String toUser, String topic, byte[] payload) {
        DataMessage.Builder message = DataMessage.newBuilder().setTopic(topic).setPayload(Wire.bytes(payload.clone()));
        if (toUser != null) {
            message.setToUser(toUser);
        }
        Supplier<CompletionStage<Void>> send = () -> done(request(b -> b.setDataMessage(message)));
        return onLoop(() -> everJoined || ending ? send.get() : connected.thenCompose(c -> send.get()));
    }

    @Override
    public CompletionStage<Void> setSubscription(Subscription wanted) {
        return onLoop(() -> {
            subscription = wanted;
            return joined
                    ? done(request(b -> b.setSubscriptionRequest(Wire.subscription(wanted))))
                    : CompletableFuture.completedFuture(null);
        });
    }

    @Override
    public CompletionStage<Void> chooseLayer(String user, String trackId, LayerName layer) {
        return onLoop(() -> {
            OthersTrack track = users.track(user, trackId);
            if (track != null) {
                track.choose(layer);
            }
            return done(request(b -> b.setLayerRequest(LayerRequest.newBuilder()
                    .setTrack(Wire.track(user, trackId))
                    .setLayer(Wire.layer(layer)))));
        });
    }

    @Override
    public CompletionStage<Void> setPaused(String user, String trackId, boolean paused) {
        return onLoop(() -> {
            OthersTrack track = users.track(user, trackId);
            LayerName layer = track == null ? LayerName.HIGH : track.wanted();
            return done(request(b -> b.setLayerRequest(LayerRequest.newBuilder()
                    .setTrack(Wire.track(user, trackId))
                    .setLayer(Wire.layer(layer))
                    .setPaused(paused))));
        });
    }

    @Override
    public CompletionStage<ScopeStatistics> statistics() {
        return onLoop(() -> CompletableFuture.completedFuture(
                Statistics.snapshot(engine, topology, own.values(), users, System.nanoTime())));
    }

    @Override
    public CompletionStage<Void> disconnect() {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> end(Envelope.newBuilder()
                    .setGoodbye(Goodbye.newBuilder().setReason("the client leaves"))
                    .build()));
        }
        return closed;
    }

    private void end(@Nullable Envelope last) {
        if (ending) {
            return;
        }
        ending = true;
        joined = false;
        if (turns != null) {
            turns.cancel(false);
        }
        requests.failAll("the connection has ended");
        own.values().forEach(OwnTrack::stop);
        own.clear();
        ScopeException reason = new ScopeException(ErrorCode.DISCONNECTED, "the connection has ended");
        publishing.values().forEach(p -> p.completeExceptionally(reason));
        publishing.clear();
        users.clear();
        engine.close();
        joiner.close(everJoined ? last : null, () -> {
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
        return userId;
    }

    @Override
    public @Nullable String sessionId() {
        return sessionId;
    }

    @Override
    public boolean isConnected() {
        return joined;
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
