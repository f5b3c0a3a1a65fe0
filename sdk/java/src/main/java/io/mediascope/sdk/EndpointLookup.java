package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.sdk.link.HostLookup;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.MediaEndpoints;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FutureListener;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node may name its UDP endpoints by host names: they join the literal ones when their addresses are found. */
final class EndpointLookup {
    private final EventLoop loop;
    private final RelayTransport transport;
    private int round;

    EndpointLookup(EventLoop loop, RelayTransport transport) {
        this.loop = loop;
        this.transport = transport;
    }

    /** Looks up what this node names; what was asked for before is of no use any more. */
    void start(MediaEndpoints endpoints) {
        round++;
        lookUp(MediaType.AUDIO, endpoints.getAudioList());
        lookUp(MediaType.VIDEO, endpoints.getVideoList());
        lookUp(null, endpoints.getMuxList());
    }

    private void lookUp(@Nullable MediaType type, List<HostPort> endpoints) {
        int asked = round;
        for (InetSocketAddress name : Wire.names(endpoints)) {
            HostLookup.SHARED.getResolver(loop).resolve(name).addListener((FutureListener<InetSocketAddress>) found -> {
                if (found.isSuccess() && asked == round) {
                    transport.found(type, found.getNow(), System.nanoTime());
                }
            });
        }
    }

    void stop() {
        round++;
    }
}
