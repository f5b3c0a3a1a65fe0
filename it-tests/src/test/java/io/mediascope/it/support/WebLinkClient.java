package io.mediascope.it.support;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
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
    private final String userId;
    private final long sdpSession = System.nanoTime();
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final WebSocket socket;
    private boolean connected;
    private long revision;

    /** Joins; {@code http} is the node's plain port. */
    public WebLinkClient(TestNode node, String http, String scopeId, String userId) {
        this.userId = userId;
        socket = HTTP.newWebSocketBuilder()
                .subprotocols("mediascope.1")
                .buildAsync(URI.create(http.replace("http", "ws") + "/link"), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        send(Envelope.newBuilder()
                .setRequestId(1)
                .setAuthRequest(AuthRequest.newBuilder()
                        .setProtocolVersion(WireProtocol.VERSION)
                        .setApplicationId(node.applicationId)
                        .setScopeId(scopeId)
                        .setToken(node.token(scopeId, userId))
                        .setClientKind(ClientKind.CLIENT_KIND_BROWSER)
                        .setClientVersion("test")
                        .setJoinId(UUID.randomUUID().toString())));
        await(userId + " is welcomed").atMost(SOON).until(() -> heard.stream().anyMatch(Envelope::hasAuthResponse));
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
        synchronized (socket) {
            socket.sendBinary(ByteBuffer.wrap(message.build().toByteArray()), true)
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
            Thread answering = new Thread(() -> answer(message.getWebDescription()));
            answering.setDaemon(true);
            answering.start();
        }
    }

    private synchronized void answer(WebDescription offer) {
        send(Envelope.newBuilder()
                .setWebDescription(WebDescription.newBuilder()
                        .setRole(PeerRole.PEER_ROLE_SUBSCRIBER)
                        .setRevision(offer.getRevision())
                        .setAnswer(true)
                        .setSdp(WebSdp.answer(offer.getSdp(), receives.self()))));
        if (!connected) {
            connected = true;
            receives.connect(offer.getSdp());
        }
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
