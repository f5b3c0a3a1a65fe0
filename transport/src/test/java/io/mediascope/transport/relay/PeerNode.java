package io.mediascope.transport.relay;

import io.mediascope.media.model.Transport;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.transport.door.DoorExtensions;
import io.mediascope.transport.door.DoorHandlers;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.door.FrontDoorSettings;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.door.LinkHandler;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.web.PeerConnection;
import io.mediascope.transport.web.WebCounter;
import io.mediascope.transport.web.WebMedia;
import io.mediascope.transport.web.WebPeerListener;
import io.mediascope.transport.web.WebSettings;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A real engine, with a front door when asked for, that serves peer connections and records what their listeners hear. */
public final class PeerNode implements AutoCloseable {
    private final NettyRelayEngine engine;
    private @Nullable FrontDoor door;

    public PeerNode(WebSettings settings, String address) {
        try {
            engine = NettyRelayEngine.start(RelayEngineSettings.of(1, List.of(address), List.of(), 0, 0, 0), settings);
        } catch (BindException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens the TCP port and returns its candidate. */
    public IceCandidate openDoor(Path folder) {
        return openDoor(folder, "127.0.0.1");
    }

    public IceCandidate openDoor(Path folder, String address) {
        door = door(engine, folder, address);
        return new IceCandidate(true, address, door.port());
    }

    /** A front door that serves the engine's ICE-TCP connections and nothing else. */
    static FrontDoor door(NettyRelayEngine engine, Path folder, String address) {
        return FrontDoor.start(
                FrontDoorSettings.defaults().withBind(address, 0),
                TlsIdentity.selfSigned(folder),
                new NoLinks(),
                new DoorExtensions(engine.iceTcp()));
    }

    public FrontDoor door() {
        if (door == null) {
            throw new IllegalStateException("openDoor comes first");
        }
        return door;
    }

    /** Of the loop's multiplexed socket. */
    public InetSocketAddress mux() {
        return engine.endpoints().get(0).mux().get(0);
    }

    public long count(WebCounter counter) {
        return engine.webCounters().get(counter);
    }

    public Peer open() {
        return new Peer();
    }

    public <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> done = new CompletableFuture<>();
        engine.loop(0).execute(() -> done.complete(task.get()));
        return done.orTimeout(5, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        if (door != null) {
            door.close();
        }
        engine.close();
    }

    /** One peer connection on the node. */
    public final class Peer implements WebPeerListener, WebMedia {
        public final PeerConnection connection = engine.loop(0).webPeers().create(PeerRole.PUBLISHER, this);
        public final List<String> heard = new CopyOnWriteArrayList<>();
        public final List<byte[]> rtp = new CopyOnWriteArrayList<>();
        public final List<byte[]> rtcp = new CopyOnWriteArrayList<>();

        private Peer() {
            onLoop(() -> {
                connection.open(this);
                return true;
            });
        }

        @Override
        public void connected(boolean tcp) {
            heard.add(tcp ? "connected tcp" : "connected udp");
        }

        @Override
        public void silent() {
            heard.add("silent");
        }

        @Override
        public void failed(String reason) {
            heard.add("failed " + reason);
        }

        @Override
        public void tracksWanted(List<WantedTrack> tracks) {
            heard.add("wanted");
        }

        @Override
        public void rtp(byte[] plain, int length, long nowNs) {
            rtp.add(Arrays.copyOf(plain, length));
        }

        @Override
        public void rtcp(byte[] plain, int length, long nowNs) {
            rtcp.add(Arrays.copyOf(plain, length));
        }

        @Override
        public void connected(long nowNs) {
            heard.add("media");
        }

        @Override
        public void pathChanged(@Nullable Transport transport, String detail, @Nullable InetSocketAddress remote) {
            heard.add("path " + (transport == null ? "none" : detail));
        }

        @Override
        public void resumed(long nowNs) {
            heard.add("resumed");
        }

        @Override
        public void closed() {
            heard.add("closed");
        }
    }

    private static final class NoLinks implements DoorHandlers {
        @Override
        public LinkHandler linkOpened(Link link) {
            throw new IllegalStateException("no links here");
        }

        @Override
        public @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
            return null;
        }
    }
}
