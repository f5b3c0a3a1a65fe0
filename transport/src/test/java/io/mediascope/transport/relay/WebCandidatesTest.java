package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a browser is told to reach the relay. */
class WebCandidatesTest {
    private static List<IceCandidate> candidates(List<String> advertised) {
        RelayEngineSettings settings = RelayEngineSettings.of(1, List.of("127.0.0.1", "::1"), advertised, 0, 0, 0);
        try (TestScope scope = new TestScope(settings);
                TestPeer peer = new TestPeer(scope, "ann", PeerRole.PUBLISHER)) {
            assertThat(peer.node.restartIce().candidates())
                    .isEqualTo(peer.node.local().candidates());
            return peer.node.local().candidates();
        }
    }

    @Test
    void shouldOfferEachLocalAddress() {
        List<IceCandidate> candidates = candidates(List.of());
        assertThat(candidates).extracting(IceCandidate::address).containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(candidates).extracting(IceCandidate::port).doesNotContain(0);
        assertThat(candidates).extracting(IceCandidate::tcp).containsOnly(false);
    }

    /** Behind NAT or in a container: a public address in the place of each local one. */
    @Test
    void shouldOfferTheAdvertisedAddressesInTheirPlace() {
        assertThat(candidates(List.of("192.0.2.7", "2001:db8::7")))
                .extracting(IceCandidate::address)
                .containsExactly("192.0.2.7", "2001:db8:0:0:0:0:0:7");
    }
}
