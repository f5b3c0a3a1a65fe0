package io.mediascope.load.light;

import io.mediascope.sdk.link.HostPort;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Codec;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.LayerName;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.TrackKind;
import io.mediascope.transport.wire.v1.TrackOffer;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/** One publisher of video and N receivers in a scope of a node, joined over its link as any client is. */
public final class LightCall implements AutoCloseable {
    /** Where to join. */
    public record Site(HostPort node, String applicationId, String scopeId, Function<String, String> tokenOfUser) {}

    private static final int JOINS_AT_ONCE = 50;
    private static final long PATIENCE_SECONDS = 300;
    private static final int MAX_BITRATE_BPS = 500_000_000;

    private final MultiThreadIoEventLoopGroup links = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final EventLoop loop = links.next();
    private final List<LightLink> joined = new ArrayList<>();
    private final Delays delays = new Delays();
    private final LightReceivers receivers;
    private final Bursts bursts;

    public LightCall(Site site, int count, int packetBytes) throws IOException {
        SslContext tls = tls();
        List<AuthResponse> welcomes = new ArrayList<>();
        for (int i = 0; i < count; i += JOINS_AT_ONCE) {
            welcomes.addAll(join(site, tls, i, Math.min(count, i + JOINS_AT_ONCE)));
        }
        receivers = new LightReceivers(count, delays, i -> new NativeReceiver(NativeAccess.of(welcomes.get(i))));
        LightLink publisher = link(site, tls, "publisher", List.of(camera()));
        bursts = new Bursts(sender(await(publisher.welcome()), packetBytes), delays);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!receivers.ready()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("not every receiver has proved its path within 30 s");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private List<AuthResponse> join(Site site, SslContext tls, int from, int to) {
        List<CompletableFuture<AuthResponse>> batch = new ArrayList<>();
        for (int i = from; i < to; i++) {
            batch.add(link(site, tls, "receiver-" + i, List.of()).welcome());
        }
        return batch.stream().map(LightCall::await).toList();
    }

    private LightLink link(Site site, SslContext tls, String user, List<TrackOffer> tracks) {
        LightLink link = LightLink.open(
                new LightLink.Join(
                        site.node(),
                        site.applicationId(),
                        site.scopeId(),
                        site.tokenOfUser().apply(user),
                        tracks),
                loop,
                tls);
        joined.add(link);
        return link;
    }

    private static NativeSender sender(AuthResponse welcome, int packetBytes) {
        LayerInfo layer = welcome.getOwnTracks(0).getLayers(0);
        return new NativeSender(
                NativeAccess.of(welcome), layer.getSsrc(), NativeAccess.key(layer.getKeys(0)), packetBytes);
    }

    private static TrackOffer camera() {
        return TrackOffer.newBuilder()
                .setTrackId("cam")
                .setKind(TrackKind.TRACK_KIND_VIDEO)
                .setCodec(Codec.CODEC_VP8)
                .addLayers(LayerOffer.newBuilder()
                        .setLayer(LayerName.LAYER_NAME_HIGH)
                        .setMaxBitrateBps(MAX_BITRATE_BPS))
                .build();
    }

    private static SslContext tls() throws SSLException {
        return SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm(null)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        WireProtocol.ALPN_LINK))
                .build();
    }

    private static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    public LightReceivers receivers() {
        return receivers;
    }

    /** What the publisher sends. */
    public Bursts bursts() {
        return bursts;
    }

    public Delays delays() {
        return delays;
    }

    @Override
    public void close() throws IOException {
        bursts.close();
        receivers.close();
        await(CompletableFuture.allOf(joined.stream().map(LightLink::close).toArray(CompletableFuture[]::new)));
        links.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
