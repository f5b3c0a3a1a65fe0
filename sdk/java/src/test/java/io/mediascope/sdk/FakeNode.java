package io.mediascope.sdk;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.media.routing.StunCredentials;
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
import io.mediascope.transport.wire.v1.MediaEndpoints;
import io.mediascope.transport.wire.v1.MediaTicket;
import io.mediascope.transport.wire.v1.P2pCandidates;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.P2pStop;
import io.mediascope.transport.wire.v1.P2pSwitch;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.RequestAccepted;
import io.mediascope.transport.wire.v1.UserEvent;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
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
    private final Map<String, FakeMember> members = new LinkedHashMap<>();
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

    private FakeMember member(String userId) {
        FakeMember member = members.get(userId);
        if (member == null) {
            throw new IllegalStateException(userId + " never joined");
        }
        return member;
    }

    @Override
    public LinkHandler linkOpened(Link link) {
        return new LinkHandler() {
            private @Nullable FakeMember member;

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

    private @Nullable FakeMember authenticate(Link link, Envelope message) {
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
        FakeMember member = members.computeIfAbsent(
                auth.getToken(),
                user -> new FakeMember(user, "session-" + user + "-" + (++sessions), relay.loopIndex()));
        member.link = link;
        member.linkEpoch++;
        member.incarnation++;
        member.hop = FakeMessages.hopKeys(member.sessionId, member.linkEpoch);
        member.tracks.clear();
        member.streams.clear();
        auth.getTracksList().forEach(offer -> member.publish(offer, () -> nextSsrc++));
        publishRoutes();
        link.send(welcome(member, message.getRequestId(), resumed));
        tellOthers(
                member,
                resumed
                        ? UserEvent.newBuilder().setReplaced(member.published()).build()
                        : UserEvent.newBuilder().setJoined(member.info()).build());
        return member;
    }

    private void inScope(FakeMember member, Envelope message) {
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
                    ? FakeMessages.with(member.subscription, message.getLayerRequest())
                    : FakeMessages.subscription(message.getSubscriptionRequest());
            publishRoutes();
            accept(member, message);
        } else if (message.hasPublishRequest()) {
            message.getPublishRequest().getTracksList().forEach(offer -> member.publish(offer, () -> nextSsrc++));
            publishRoutes();
            accept(member, message);
            tellOthers(
                    member,
                    UserEvent.newBuilder().setPublished(member.published()).build());
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
                        .forEach(m -> send(
                                m, FakeMessages.notice(P2pNotice.newBuilder().setPeerCandidates(candidates))));
            }
        } else if (message.getRequestId() != 0) {
            accept(member, message);
        }
    }

    /** Says anything to a client. */
    synchronized void say(String userId, Envelope message) {
        send(member(userId), message);
    }

    synchronized ParticipantInfo info(String userId) {
        return member(userId).info();
    }

    private void accept(FakeMember member, Envelope request) {
        send(
                member,
                Envelope.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setRequestAccepted(RequestAccepted.newBuilder().addAllOwnTracks(member.tracks))
                        .build());
    }

    private static void send(FakeMember member, Envelope message) {
        if (member.link != null) {
            member.link.send(message);
        }
    }

    private void tellOthers(FakeMember about, UserEvent event) {
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
        send(member(low), FakeMessages.p2pStart(high, lowStun, highStun, new HopKeys(11, 12, up, down)));
        send(member(high), FakeMessages.p2pStart(low, highStun, lowStun, new HopKeys(12, 11, down, up)));
    }

    synchronized void switchToPeer() {
        members.values()
                .forEach(m -> send(
                        m,
                        FakeMessages.notice(P2pNotice.newBuilder().setSwitchToPeer(P2pSwitch.getDefaultInstance()))));
    }

    synchronized void stopP2p(boolean planned) {
        members.values()
                .forEach(m -> send(
                        m,
                        FakeMessages.notice(P2pNotice.newBuilder()
                                .setStop(P2pStop.newBuilder().setPlanned(planned)))));
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
                                false,
                                null)));
        routes = new RoutingSnapshot(routes.version() + 1, participants);
        relay.apply(routes.asFullDelta(), version -> {});
    }

    private Envelope welcome(FakeMember member, long requestId, boolean resumed) {
        AuthResponse.Builder welcome = AuthResponse.newBuilder()
                .setUserId(member.userId)
                .setSessionId(member.sessionId)
                .setLinkEpoch(member.linkEpoch)
                .setResumed(resumed)
                .addAllOwnTracks(member.tracks)
                .setEndpoints(MediaEndpoints.newBuilder()
                        .addAllAudio(FakeMessages.wire(relay.endpoints().audio()))
                        .addAllVideo(FakeMessages.wire(relay.endpoints().video()))
                        .addAllMux(FakeMessages.wire(relay.endpoints().mux())))
                .setStun(FakeMessages.stun(member.stun))
                .setRtcp(FakeMessages.wire(member.hop))
                .setResumeTicket(ByteString.copyFromUtf8("ticket-" + member.linkEpoch))
                .setKeepaliveIntervalMs(1000)
                .setLinkTimeoutMs(5000)
                .setMediaTicket(ByteString.copyFromUtf8(member.userId));
        members.values().stream().filter(m -> m != member).forEach(m -> welcome.addParticipants(m.info()));
        welcomes.apply(welcome);
        return Envelope.newBuilder()
                .setRequestId(requestId)
                .setAuthResponse(welcome)
                .build();
    }

    @Override
    public synchronized @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
        FakeMember member = members.get(new String(ticket, StandardCharsets.UTF_8));
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
