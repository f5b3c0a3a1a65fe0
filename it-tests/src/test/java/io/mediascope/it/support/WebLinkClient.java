package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.load.light.WebSdp;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.Codec;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerName;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.PeerRole;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.TrackKind;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.mediascope.transport.wire.v1.WebDescription;
import io.mediascope.transport.wire.v1.WebTrackSection;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A browser as the node sees it: a WebSocket link, and two peer connections negotiated over it. */
public final class WebLinkClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration SOON = Duration.ofSeconds(15);

    public final WebMedia sends = new WebMedia();
    public final WebMedia receives = new WebMedia();
    public final List<Envelope> heard = new CopyOnWriteArrayList<>();
    private final TestNode node;
    private final String http;
    private final String scopeId;
    private final String userId;
    private final long sdpSession = System.nanoTime();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private volatile WebSocket socket;
    private String receivesFrom = "";
    private long revision;

    /** Joins; {@code http} is the node's plain port. */
    public WebLinkClient(TestNode node, String http, String scopeId, String userId) {
        this.node = node;
        this.http = http;
        this.scopeId = scopeId;
        this.userId = userId;
        socket = connect(ByteString.EMPTY);
        awaitWelcome(0);
    }

    private WebSocket connect(ByteString ticket) {
        WebSocket opened = HTTP.newWebSocketBuilder()
                .subprotocols("mediascope.1")
                .buildAsync(URI.create(http.replace("http", "ws") + "/link"), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        socket = opened;
        send(Envelope.newBuilder()
                .setRequestId(1)
                .setAuthRequest(AuthRequest.newBuilder()
                        .setProtocolVersion(WireProtocol.VERSION)
                        .setApplicationId(node.applicationId)
                        .setScopeId(scopeId)
                        .setToken(node.token(scopeId, userId))
                        .setClientKind(ClientKind.CLIENT_KIND_BROWSER)
                        .setClientVersion("test")
                        .setJoinId(UUID.randomUUID().toString())
                        .setResumeTicket(ticket)));
        return opened;
    }

    private void awaitWelcome(int before) {
        await(userId + " is welcomed").atMost(SOON).until(() -> welcomes().size() > before);
    }

    /** What the node said to each of its links, the newest last. */
    public List<AuthResponse> welcomes() {
        return heard.stream()
                .filter(Envelope::hasAuthResponse)
                .map(Envelope::getAuthResponse)
                .toList();
    }

    public AuthResponse welcome() {
        List<AuthResponse> all = welcomes();
        return all.get(all.size() - 1);
    }

    /** Comes back by the ticket of its last link, after {@link #breakLink}. */
    public WebLinkClient resume() {
        int before = welcomes().size();
        part.reset();
        socket = connect(welcome().getResumeTicket());
        awaitWelcome(before);
        return this;
    }

    /** Tries it over a second link with a ticket that is good no more; the first one stays. */
    public Refusal refusedWith(ByteString ticket) {
        WebSocket alive = socket;
        WebSocket second = connect(ticket);
        Refusal refusal = awaitRefusal(1);
        second.abort();
        socket = alive;
        return refusal;
    }

    /** Publishes a microphone and a camera, and sends. */
    public WebLinkClient publishing() {
        send(Envelope.newBuilder()
                .setRequestId(2)
                .setPublishRequest(PublishRequest.newBuilder()
                        .addTracks(track("mic", TrackKind.TRACK_KIND_AUDIO, Codec.CODEC_OPUS))
                        .addTracks(track("cam", TrackKind.TRACK_KIND_VIDEO, Codec.CODEC_VP8))));
        await(userId + " has published").atMost(SOON).until(() -> heard.stream()
                .anyMatch(Envelope::hasRequestAccepted));
        offer("mic", "cam");
        WebDescription answer = description(PeerRole.PEER_ROLE_PUBLISHER, revision);
        sends.connect(answer.getSdp()).sending();
        return this;
    }

    /** Offers its audio as the first and its video as the second track. */
    public long offer(String audio, String video) {
        revision++;
        send(Envelope.newBuilder()
                .setRequestId(100 + revision)
                .setWebDescription(WebDescription.newBuilder()
                        .setRole(PeerRole.PEER_ROLE_PUBLISHER)
                        .setRevision(revision)
                        .setSdp(WebSdp.offer(sdpSession, sends.self(), "sendonly", "VP8"))
                        .addSections(section("0", audio))
                        .addSections(section("1", video))));
        return 100 + revision;
    }

    private static WebTrackSection section(String mid, String track) {
        return WebTrackSection.newBuilder().setMid(mid).setTrackId(track).build();
    }

    private static TrackOffer track(String id, TrackKind kind, Codec codec) {
        return TrackOffer.newBuilder()
                .setTrackId(id)
                .setKind(kind)
                .setCodec(codec)
                .addLayers(LayerOffer.newBuilder().setLayer(LayerName.LAYER_NAME_HIGH))
                .build();
    }

    private WebDescription description(PeerRole role, long atLeast) {
        await(userId + " gets a description of " + role).atMost(SOON).until(() -> descriptions(role).stream()
                .anyMatch(d -> d.getRevision() >= atLeast));
        List<WebDescription> all = descriptions(role);
        return all.get(all.size() - 1);
    }

    public List<WebDescription> descriptions(PeerRole role) {
        return heard.stream()
                .filter(Envelope::hasWebDescription)
                .map(Envelope::getWebDescription)
                .filter(d -> d.getRole() == role)
                .toList();
    }

    /** Tracks that the newest offer of the node names, as {@code user/track}. */
    public List<String> offered() {
        List<WebDescription> all = descriptions(PeerRole.PEER_ROLE_SUBSCRIBER);
        return all.isEmpty()
                ? List.of()
                : all.get(all.size() - 1).getSectionsList().stream()
                        .map(s -> s.getUserId() + "/" + s.getTrackId())
                        .sorted()
                        .toList();
    }

    public Refusal awaitRefusal(long requestId) {
        await("request " + requestId + " is refused").atMost(SOON).until(() -> heard.stream()
                .anyMatch(e -> e.getRequestId() == requestId && e.hasRefusal()));
        return heard.stream()
                .filter(e -> e.getRequestId() == requestId && e.hasRefusal())
                .findFirst()
                .orElseThrow()
                .getRefusal();
    }

    public void send(Envelope.Builder message) {
        WebSocket to = socket;
        synchronized (to) {
            to.sendBinary(ByteBuffer.wrap(message.build().toByteArray()), true)
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        part.writeBytes(bytes);
        if (last) {
            try {
                take(Envelope.parseFrom(part.toByteArray()));
            } catch (InvalidProtocolBufferException e) {
                throw new IllegalStateException(e);
            } finally {
                part.reset();
            }
        }
        webSocket.request(1);
        return null;
    }

    private void take(Envelope message) {
        heard.add(message);
        if (message.hasWebDescription() && !message.getWebDescription().getAnswer()) {
            inBackground(() -> answer(message.getWebDescription()));
        } else if (message.hasWebRestartRequest()
                && message.getWebRestartRequest().getRole() == PeerRole.PEER_ROLE_PUBLISHER) {
            inBackground(this::restartPublishing);
        }
    }

    private static void inBackground(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    /** New credentials of the node are an ICE restart, to be answered with new ones. */
    private synchronized void answer(WebDescription offer) {
        String from = WebSdp.node(offer.getSdp()).ice().ufrag();
        boolean restarted = !receivesFrom.isEmpty() && !from.equals(receivesFrom);
        if (restarted) {
            receives.peer.restart();
        }
        send(Envelope.newBuilder()
                .setWebDescription(WebDescription.newBuilder()
                        .setRole(PeerRole.PEER_ROLE_SUBSCRIBER)
                        .setRevision(offer.getRevision())
                        .setAnswer(true)
                        .setSdp(WebSdp.answer(offer.getSdp(), receives.self()))));
        if (!from.equals(receivesFrom)) {
            receivesFrom = from;
            receives.connect(offer.getSdp());
        }
    }

    private synchronized void restartPublishing() {
        sends.peer.restart();
        offer("mic", "cam");
        sends.connect(description(PeerRole.PEER_ROLE_PUBLISHER, revision).getSdp());
    }

    /** Breaks the link without a word; media goes on. */
    public void breakLink() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        sends.close();
        receives.close();
    }
}
