package io.mediascope.sdk;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.srtp.HopDirection;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.StreamKeyDerivation;
import io.mediascope.transport.door.DoorHandlers;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.door.FrontDoorSettings;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.door.LinkCloseReason;
import io.mediascope.transport.door.LinkHandler;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEngineSettings;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.relay.RelayId;
import io.mediascope.transport.relay.RelayListener;
import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.LayerRequest;
import io.mediascope.transport.wire.v1.MediaEndpoints;
import io.mediascope.transport.wire.v1.MediaTicket;
import io.mediascope.transport.wire.v1.P2pCandidates;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.P2pStart;
import io.mediascope.transport.wire.v1.P2pStop;
import io.mediascope.transport.wire.v1.P2pSwitch;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.RequestAccepted;
import io.mediascope.transport.wire.v1.StreamKey;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.UserEvent;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The real front door and the real relay, with a few lines in the place of actors. One scope, tokens are user names. */
final class FakeNode implements AutoCloseable, DoorHandlers, RelayListener {
    private final class Member {
        final String userId;
        final String sessionId;
        final StunCredentials stun;
        final List<TrackInfo> tracks = new ArrayList<>();
        final List<RouteStream> streams = new ArrayList<>();

        @Nullable
        Link link;

        int linkEpoch;
        int incarnation;
        HopKeys hop;
        RouteSubscription subscription = RouteSubscription.ALL;

        Member(String userId) {
            this.userId = userId;
            this.sessionId = "session-" + userId + "-" + (++sessions);
            this.stun = new StunCredentials("%02x%s".formatted(relay.loopIndex(), sessionId), "password-of-" + userId);
            this.hop = hopKeys(sessionId, 0);
        }
    }

    static final byte[] SECRET = "a secret of thirty-two bytes....".getBytes(StandardCharsets.UTF_8);

    final Queue<RefusalReason> refusals = new ArrayDeque<>();
    final Queue<RefusalReason> publishRefusals = new ArrayDeque<>();
    /** Said in the place of an answer to the next join. */
    final Queue<Envelope> joinReplies = new ConcurrentLinkedQueue<>();

    final List<Envelope> requests = new CopyOnWriteArrayList<>();
    volatile UnaryOperator<AuthResponse.Builder> welcomes = UnaryOperator.identity();
    final List<AuthRequest> auths = new CopyOnWriteArrayList<>();
    final List<P2pReport> reports = new CopyOnWriteArrayList<>();
    private final NettyRelayEngine engine;
    private final RelayHandle relay;
    private final TlsIdentity identity;
    private final FrontDoor door;
    private final Map<String, Member> members = new LinkedHashMap<>();
    private RoutingSnapshot routes = RoutingSnapshot.EMPTY;
    private int sessions;
    private int nextSsrc = 1000;

    FakeNode(Path folder) throws IOException {
        engine = NettyRelayEngine.start(RelayEngineSettings.loopback());
        relay = engine.open(new RelayId("app", "scope"), this);
        identity = TlsIdentity.selfSigned(folder);
        door = FrontDoor.start(FrontDoorSettings.defaults().withBind("127.0.0.1", 0), identity, this);
    }

    ScopeDescriptor.Builder descriptor(String userId) {
        return ScopeDescriptor.builder("app", "scope")
                .link("127.0.0.1:" + door.port())
                .trust(Trust.fingerprint(identity.fingerprint()))
                .token(userId);
    }

    int port() {
        return door.port();
    }

    synchronized void cutLink(String userId) {
        Link link = member(userId).link;
        if (link != null) {
            link.close(null);
        }
    }

    private Member member(String userId) {
        Member member = members.get(userId);
        if (member == null) {
            throw new IllegalStateException(userId + " never joined");
        }
        return member;
    }

    @Override
    public LinkHandler linkOpened(Link link) {
        return new LinkHandler() {
            private @Nullable Member member;

            @Override
            public void received(Envelope message) {
                synchronized (FakeNode.this) {
                    if (message.hasAuthRequest()) {
                        member = authenticate(link, message);
                    } else if (member != null) {
                        inScope(member, message);
                    }
                }
            }

            @Override
            public void closed(LinkCloseReason reason) {
                // The member stays until it comes back.
            }
        };
    }

    private @Nullable Member authenticate(Link link, Envelope message) {
        AuthRequest auth = message.getAuthRequest();
        auths.add(auth);
        Envelope instead = joinReplies.poll();
        if (instead != null) {
            link.close(instead);
            return null;
        }
        RefusalReason refusal = refusals.poll();
        if (refusal != null) {
            link.close(Envelope.newBuilder()
                    .setRequestId(message.getRequestId())
                    .setRefusal(Refusal.newBuilder().setReason(refusal).setText("as the test wants"))
                    .build());
            return null;
        }
        link.authenticated();
        boolean resumed = !auth.getResumeTicket().isEmpty();
        if (!resumed) {
            members.remove(auth.getToken());
        }
        Member member = members.computeIfAbsent(auth.getToken(), Member::new);
        member.link = link;
        member.linkEpoch++;
        member.incarnation++;
        member.hop = hopKeys(member.sessionId, member.linkEpoch);
        member.tracks.clear();
        member.streams.clear();
        auth.getTracksList().forEach(offer -> publish(member, offer));
        publishRoutes();
        link.send(welcome(member, message.getRequestId(), resumed));
        tellOthers(
                member,
                resumed
                        ? UserEvent.newBuilder().setReplaced(published(member)).build()
                        : UserEvent.newBuilder().setJoined(info(member)).build());
        return member;
    }

    private void inScope(Member member, Envelope message) {
        requests.add(message);
        if (message.hasGoodbye()) {
            member.link.close(null);
        } else if (message.hasPublishRequest() && !publishRefusals.isEmpty()) {
            send(
                    member,
                    Envelope.newBuilder()
                            .setRequestId(message.getRequestId())
                            .setRefusal(Refusal.newBuilder().setReason(publishRefusals.remove()))
                            .build());
        } else if (message.hasSubscriptionRequest() || message.hasLayerRequest()) {
            member.subscription = message.hasLayerRequest()
                    ? with(member.subscription, message.getLayerRequest())
                    : subscription(message.getSubscriptionRequest());
            publishRoutes();
            accept(member, message);
        } else if (message.hasPublishRequest()) {
            message.getPublishRequest().getTracksList().forEach(offer -> publish(member, offer));
            publishRoutes();
            accept(member, message);
            tellOthers(
                    member,
                    UserEvent.newBuilder().setPublished(published(member)).build());
        } else if (message.hasDataMessage()) {
            DataMessage data = message.getDataMessage().toBuilder()
                    .setFromUser(member.userId)
                    .build();
            members.values().stream()
                    .filter(m -> m != member)
                    .forEach(m ->
                            send(m, Envelope.newBuilder().setDataMessage(data).build()));
            accept(member, message);
        } else if (message.hasMediaTicketRequest()) {
            send(
                    member,
                    Envelope.newBuilder()
                            .setRequestId(message.getRequestId())
                            .setMediaTicket(MediaTicket.newBuilder().setTicket(ByteString.copyFromUtf8(member.userId)))
                            .build());
        } else if (message.hasP2PReport()) {
            reports.add(message.getP2PReport());
            if (message.getP2PReport().hasCandidates()) {
                P2pCandidates candidates = message.getP2PReport().getCandidates();
                members.values().stream()
                        .filter(m -> m != member)
                        .forEach(m -> send(m, notice(P2pNotice.newBuilder().setPeerCandidates(candidates))));
            }
        } else if (message.getRequestId() != 0) {
            accept(member, message);
        }
    }

    private static RouteSubscription subscription(SubscriptionRequest request) {
        return new RouteSubscription(
                switch (request.getMode()) {
                    case MODE_NONE -> RouteSubscription.Mode.NONE;
                    case MODE_LISTED -> RouteSubscription.Mode.LISTED;
                    default -> RouteSubscription.Mode.ALL;
                },
                request.getListedList().stream()
                        .map(t -> new TrackKey(t.getUserId(), t.getTrackId()))
                        .toList(),
                List.of());
    }

    private static RouteSubscription with(RouteSubscription before, LayerRequest request) {
        LayerName layer = Wire.layer(request.getLayer());
        return new RouteSubscription(
                before.mode(),
                before.listed(),
                List.of(new RouteSubscription.LayerChoice(
                        new TrackKey(
                                request.getTrack().getUserId(),
                                request.getTrack().getTrackId()),
                        layer == null ? LayerName.HIGH : layer,
                        request.getPaused())));
    }

    /** Says anything to a client. */
    synchronized void say(String userId, Envelope message) {
        send(member(userId), message);
    }

    synchronized ParticipantInfo info(String userId) {
        return info(member(userId));
    }

    private static Envelope notice(P2pNotice.Builder notice) {
        return Envelope.newBuilder().setP2PNotice(notice.setAttempt(1)).build();
    }

    private void accept(Member member, Envelope request) {
        send(
                member,
                Envelope.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setRequestAccepted(RequestAccepted.newBuilder().addAllOwnTracks(member.tracks))
                        .build());
    }

    private static void send(Member member, Envelope message) {
        if (member.link != null) {
            member.link.send(message);
        }
    }

    private void tellOthers(Member about, UserEvent event) {
        members.values().stream()
                .filter(m -> m != about)
                .forEach(m -> send(m, Envelope.newBuilder().setUserEvent(event).build()));
    }

    /** Begins peer to peer between two. */
    synchronized void startP2p(String low, String high) {
        StunCredentials lowStun = new StunCredentials("peer-low", "password-of-peer-low");
        StunCredentials highStun = new StunCredentials("peer-high", "password-of-peer-high");
        SrtpKey up = StreamKeyDerivation.hop(SECRET, "p2p", 1, 0, HopDirection.PEER_LOW_TO_HIGH);
        SrtpKey down = StreamKeyDerivation.hop(SECRET, "p2p", 1, 0, HopDirection.PEER_HIGH_TO_LOW);
        send(member(low), p2pStart(high, lowStun, highStun, new HopKeys(11, 12, up, down)));
        send(member(high), p2pStart(low, highStun, lowStun, new HopKeys(12, 11, down, up)));
    }

    private static Envelope p2pStart(String peer, StunCredentials local, StunCredentials remote, HopKeys keys) {
        return notice(P2pNotice.newBuilder()
                .setStart(P2pStart.newBuilder()
                        .setPeerUserId(peer)
                        .setLocal(stun(local))
                        .setRemote(stun(remote))
                        .setRtcp(wire(keys))));
    }

    synchronized void switchToPeer() {
        members.values()
                .forEach(m -> send(m, notice(P2pNotice.newBuilder().setSwitchToPeer(P2pSwitch.getDefaultInstance()))));
    }

    synchronized void stopP2p(boolean planned) {
        members.values()
                .forEach(m -> send(
                        m,
                        notice(P2pNotice.newBuilder()
                                .setStop(P2pStop.newBuilder().setPlanned(planned)))));
    }

    private void publish(Member member, TrackOffer offer) {
        TrackInfo.Builder track = TrackInfo.newBuilder()
                .setTrackId(offer.getTrackId())
                .setKind(offer.getKind())
                .setCodec(offer.getCodec());
        boolean audio = offer.getKind() == io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_AUDIO;
        for (LayerOffer layer : offer.getLayersList()) {
            int ssrc = nextSsrc++;
            SrtpKey key = StreamKeyDerivation.stream(SECRET, member.sessionId, member.incarnation, ssrc, 0);
            LayerName name = Wire.layer(layer.getLayer());
            member.streams.add(new RouteStream(
                    offer.getTrackId(),
                    audio ? TrackKind.AUDIO : TrackKind.VIDEO,
                    name == null ? LayerName.HIGH : name,
                    audio ? Codec.OPUS : Codec.VP8,
                    ssrc,
                    member.incarnation,
                    List.of(key),
                    0));
            track.addLayers(LayerInfo.newBuilder()
                    .setLayer(layer.getLayer())
                    .setSsrc(ssrc)
                    .setIncarnation(member.incarnation)
                    .addKeys(wire(key)));
        }
        member.tracks.add(track.build());
    }

    private void publishRoutes() {
        Map<String, RouteParticipant> participants = new LinkedHashMap<>();
        members.values()
                .forEach(m -> participants.put(
                        m.sessionId,
                        new RouteParticipant(
                                m.sessionId,
                                m.userId,
                                m.linkEpoch,
                                m.stun,
                                m.hop,
                                m.streams,
                                m.subscription,
                                false,
                                false)));
        routes = new RoutingSnapshot(routes.version() + 1, participants);
        relay.apply(routes.asFullDelta(), version -> {});
    }

    private Envelope welcome(Member member, long requestId, boolean resumed) {
        AuthResponse.Builder welcome = AuthResponse.newBuilder()
                .setUserId(member.userId)
                .setSessionId(member.sessionId)
                .setLinkEpoch(member.linkEpoch)
                .setResumed(resumed)
                .addAllOwnTracks(member.tracks)
                .setEndpoints(MediaEndpoints.newBuilder()
                        .addAllAudio(wire(relay.endpoints().audio()))
                        .addAllVideo(wire(relay.endpoints().video()))
                        .addAllMux(wire(relay.endpoints().mux())))
                .setStun(stun(member.stun))
                .setRtcp(wire(member.hop))
                .setResumeTicket(ByteString.copyFromUtf8("ticket-" + member.linkEpoch))
                .setKeepaliveIntervalMs(1000)
                .setLinkTimeoutMs(5000)
                .setMediaTicket(ByteString.copyFromUtf8(member.userId));
        members.values().stream().filter(m -> m != member).forEach(m -> welcome.addParticipants(info(m)));
        welcomes.apply(welcome);
        return Envelope.newBuilder()
                .setRequestId(requestId)
                .setAuthResponse(welcome)
                .build();
    }

    private static ParticipantInfo info(Member member) {
        return ParticipantInfo.newBuilder()
                .setUserId(member.userId)
                .setSessionId(member.sessionId)
                .addAllTracks(member.tracks)
                .build();
    }

    private static TracksPublished published(Member member) {
        return TracksPublished.newBuilder()
                .setUserId(member.userId)
                .addAllTracks(member.tracks)
                .build();
    }

    private static HopKeys hopKeys(String sessionId, int epoch) {
        return new HopKeys(
                21,
                22,
                StreamKeyDerivation.hop(SECRET, sessionId, epoch, 0, HopDirection.CLIENT_TO_NODE),
                StreamKeyDerivation.hop(SECRET, sessionId, epoch, 0, HopDirection.NODE_TO_CLIENT));
    }

    private static StreamKey wire(SrtpKey key) {
        return StreamKey.newBuilder()
                .setMki(key.mki())
                .setMasterKey(ByteString.copyFrom(key.masterKey()))
                .setMasterSalt(ByteString.copyFrom(key.masterSalt()))
                .build();
    }

    private static io.mediascope.transport.wire.v1.HopKeys wire(HopKeys keys) {
        return io.mediascope.transport.wire.v1.HopKeys.newBuilder()
                .setClientSsrc(keys.clientSsrc())
                .setNodeSsrc(keys.nodeSsrc())
                .setClientToNode(wire(keys.clientToNode()))
                .setNodeToClient(wire(keys.nodeToClient()))
                .build();
    }

    private static io.mediascope.transport.wire.v1.StunCredentials stun(StunCredentials stun) {
        return io.mediascope.transport.wire.v1.StunCredentials.newBuilder()
                .setUfrag(stun.ufrag())
                .setPassword(stun.password())
                .build();
    }

    private static List<HostPort> wire(List<InetSocketAddress> addresses) {
        return addresses.stream().map(Wire::hostPort).toList();
    }

    @Override
    public synchronized @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
        Member member = members.get(new String(ticket, StandardCharsets.UTF_8));
        if (member == null) {
            return null;
        }
        relay.attach(member.sessionId, channel);
        return new MediaReceiver() {
            @Override
            public void received(MediaType type, ByteBuf packet) {
                relay.received(member.sessionId, type, packet);
            }

            @Override
            public void selected(MediaType type, long sequence) {
                relay.selected(member.sessionId, type, sequence);
            }

            @Override
            public void closed() {
                relay.detach(member.sessionId, channel);
            }
        };
    }

    @Override
    public void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote) {
        // The clients tell of their own transports.
    }

    @Override
    public void muxPathProved(String sessionId, InetSocketAddress remote) {
        // The clients know their own candidates.
    }

    @Override
    public void layersNeeded(String sessionId, String trackId, Set<LayerName> needed) {
        // One layer only.
    }

    @Override
    public void close() {
        door.close();
        engine.close();
    }
}
