package io.mediascope.load.light;

import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.StreamKey;
import java.net.InetSocketAddress;
import java.util.List;

/** What a native participant needs for its media, out of the node's welcome. */
record NativeAccess(
        StunCredentials stun, HopKeys hop, InetSocketAddress audio, InetSocketAddress video, InetSocketAddress mux) {
    static NativeAccess of(AuthResponse welcome) {
        var rtcp = welcome.getRtcp();
        return new NativeAccess(
                new StunCredentials(
                        welcome.getStun().getUfrag(), welcome.getStun().getPassword()),
                new HopKeys(
                        rtcp.getClientSsrc(),
                        rtcp.getNodeSsrc(),
                        key(rtcp.getClientToNode()),
                        key(rtcp.getNodeToClient())),
                address(welcome.getEndpoints().getAudioList()),
                address(welcome.getEndpoints().getVideoList()),
                address(welcome.getEndpoints().getMuxList()));
    }

    static SrtpKey key(StreamKey key) {
        return new SrtpKey(
                key.getMki(),
                key.getMasterKey().toByteArray(),
                key.getMasterSalt().toByteArray());
    }

    private static InetSocketAddress address(List<HostPort> endpoints) {
        HostPort first = endpoints.get(0);
        return new InetSocketAddress(first.getHost(), first.getPort());
    }
}
