package io.mediascope.transport.web;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The peer connections of a loop by their ufrags and by the UDP addresses they have proved. */
final class PeerTable {
    private final Map<String, PeerConnection> byUfrag = new HashMap<>();
    private final Map<InetSocketAddress, UdpPeerPath> byAddress = new HashMap<>();

    @Nullable
    PeerConnection byUfrag(String ufrag) {
        return byUfrag.get(ufrag);
    }

    void addUfrag(String ufrag, PeerConnection connection) {
        byUfrag.put(ufrag, connection);
    }

    void removeUfrag(String ufrag) {
        byUfrag.remove(ufrag);
    }

    @Nullable
    UdpPeerPath byAddress(InetSocketAddress remote) {
        return byAddress.get(remote);
    }

    /**
     * The path of an authenticated Binding; null when the address is another peer's who speaks from there. Who claimed it by
     * a forged sender address alone loses it to the next Binding of its owner.
     */
    @Nullable
    UdpPeerPath claim(PeerConnection connection, PeerSocket socket, InetSocketAddress remote, long nowNs) {
        UdpPeerPath known = byAddress.get(remote);
        if (known != null && known.isOf(connection, socket)) {
            return known;
        }
        if (known != null && known.owner() != connection && known.held(nowNs)) {
            return null;
        }
        UdpPeerPath path = new UdpPeerPath(connection, socket, remote, this);
        byAddress.put(remote, path);
        if (known != null) {
            known.owner().lost(known);
        }
        return path;
    }

    void forget(UdpPeerPath path) {
        byAddress.remove(path.remote(), path);
    }
}
