package io.mediascope.cluster.web;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A relay's peer connections without a network: what was asked of them, and whom to tell. */
final class FakePeers {
    /** One connection. */
    static final class Peer implements WebPeer {
        final PeerRole role;
        final WebPeerListener listener;
        final List<PeerDescription> applied = new CopyOnWriteArrayList<>();
        volatile int restarts;
        volatile boolean closed;

        Peer(PeerRole role, WebPeerListener listener) {
            this.role = role;
            this.listener = listener;
        }

        @Override
        public LocalPeer local() {
            return new LocalPeer(
                    new StunCredentials("00ufrag" + restarts, "password/password/password"),
                    DtlsFingerprint.of("sha-256", new byte[32]),
                    List.of(new IceCandidate(false, "192.0.2.1", 7300)));
        }

        @Override
        public LocalPeer restartIce() {
            restarts++;
            return local();
        }

        @Override
        public void apply(PeerDescription remote) {
            applied.add(remote);
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    final List<Peer> opened = new CopyOnWriteArrayList<>();

    Peer last(PeerRole role) {
        return opened.stream().filter(p -> p.role == role).reduce((a, b) -> b).orElseThrow();
    }

    RelayHandle relay() {
        return (RelayHandle) Proxy.newProxyInstance(
                RelayHandle.class.getClassLoader(), new Class<?>[] {RelayHandle.class}, (proxy, method, args) -> {
                    if (!method.getName().equals("openWebPeer")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    Peer peer = new Peer((PeerRole) args[1], (WebPeerListener) args[2]);
                    opened.add(peer);
                    return peer;
                });
    }
}
