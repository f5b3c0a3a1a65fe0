package io.mediascope.load.light;

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
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayEndpoints;
import io.mediascope.transport.relay.RelayEngineSettings;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.relay.RelayId;
import io.mediascope.transport.relay.RelayListener;
import io.mediascope.transport.web.DtlsIdentity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One native publisher of video and N WebRTC receivers on a relay loop of this process, without a control plane: what the loop's
 * thread spends is the media path alone.
 */
public final class WebCall implements AutoCloseable, RelayListener {
    private static final byte[] SECRET = new byte[32];
    private static final int SSRC = 0x22;
    private static final long PATIENCE_SECONDS = 120;
    private static final int CONNECTS_AT_ONCE = 20;
    private static final TrackKey CAMERA = new TrackKey("publisher", "cam");

    private final NettyRelayEngine engine = NettyRelayEngine.start(RelayEngineSettings.loopback());
    private final Map<String, RouteParticipant> routes = new LinkedHashMap<>();
    private final List<WebReceiver> receivers = new ArrayList<>();
    private final Bursts bursts;

    public WebCall(int count, int packetBytes) throws IOException {
        RelayHandle relay = engine.open(new RelayId("bench", "web"), this);
        RouteStream stream = new RouteStream(
                CAMERA.trackId(),
                TrackKind.VIDEO,
                LayerName.HIGH,
                Codec.VP8,
                SSRC,
                1,
                List.of(StreamKeyDerivation.stream(SECRET, "publisher", 1, SSRC, 0)),
                0);
        RouteParticipant publisher = participant("publisher", List.of(stream), false);
        for (int i = 0; i < count; i++) {
            participant("receiver-" + i, List.of(), true);
        }
        apply(relay);
        connect(relay, count);
        NativeSender sender = new NativeSender(
                access(publisher, relay.endpoints()), SSRC, stream.keys().get(0), packetBytes);
        bursts = new Bursts(sender, new Delays());
    }

    private RouteParticipant participant(String name, List<RouteStream> streams, boolean web) {
        SrtpKey up = StreamKeyDerivation.hop(SECRET, name, 1, 1, HopDirection.CLIENT_TO_NODE);
        SrtpKey down = StreamKeyDerivation.hop(SECRET, name, 1, 1, HopDirection.NODE_TO_CLIENT);
        RouteParticipant participant = new RouteParticipant(
                name,
                name,
                1,
                new StunCredentials("00" + name, "password-of-" + name),
                new HopKeys(1, 2, up, down),
                streams,
                RouteSubscription.ALL,
                false,
                web,
                null);
        routes.put(name, participant);
        return participant;
    }

    private void apply(RelayHandle relay) {
        CompletableFuture<Long> applied = new CompletableFuture<>();
        relay.apply(new RoutingSnapshot(1, routes).asFullDelta(), applied::complete);
        applied.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private void connect(RelayHandle relay, int count) throws IOException {
        DtlsIdentity identity = DtlsIdentity.create();
        for (int i = 0; i < count; i++) {
            receivers.add(new WebReceiver(identity, relay, "receiver-" + i, CAMERA));
            if (i % CONNECTS_AT_ONCE == CONNECTS_AT_ONCE - 1 || i == count - 1) {
                receivers.forEach(receiver -> receiver.connected()
                        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                        .join());
            }
        }
    }

    private static NativeAccess access(RouteParticipant publisher, RelayEndpoints endpoints) {
        return new NativeAccess(
                publisher.stun(),
                publisher.rtcp(),
                endpoints.audio().get(0),
                endpoints.video().get(0),
                endpoints.mux().get(0));
    }

    /** The relay loop and its counters. */
    public NettyRelayEngine engine() {
        return engine;
    }

    public Bursts bursts() {
        return bursts;
    }

    /** Packets that all receivers have opened. */
    public long received() {
        return receivers.stream().mapToLong(WebReceiver::received).sum();
    }

    @Override
    public void transportChanged(
            String sessionId,
            MediaType type,
            @Nullable Transport transport,
            String detail,
            @Nullable InetSocketAddress remote) {}

    @Override
    public void muxPathProved(String sessionId, InetSocketAddress remote) {}

    @Override
    public void layersNeeded(String sessionId, String trackId, Set<LayerName> needed) {}

    @Override
    public void close() {
        bursts.close();
        receivers.forEach(WebReceiver::close);
        engine.close();
    }
}
