package io.mediascope.transport.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.webrtc.IceCandidate;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.relay.udp.DatagramSink;
import io.mediascope.transport.relay.udp.OwnMachine;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.mediascope.transport.relay.udp.UdpTransport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
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

    /** Firefox takes no loopback address, so that a node for its own machine alone has the machine's outer one as well. */
    @Test
    void shouldServeItsOwnMachineAtTheOuterAddressToo() {
        RelayEngineSettings settings = new RelayEngineSettings(
                1, true, List.of("127.0.0.1"), List.of(), 0, 0, 0, true, true, 1 << 20, 64, 10, true);
        List<String> expected = new ArrayList<>(List.of("127.0.0.1"));
        OwnMachine.address().map(InetAddress::getHostAddress).ifPresent(expected::add);
        try (TestScope scope = new TestScope(settings)) {
            TestClient ann = scope.client("ann");
            scope.routes(WebFixture.web(ann, List.of()));
            TestPeer peer = new TestPeer(scope, ann.sessionId, PeerRole.PUBLISHER);
            List<IceCandidate> candidates = peer.node.local().candidates();
            assertThat(candidates).extracting(IceCandidate::address).isEqualTo(expected);
            assertThat(scope.endpoints().mux()).as("what others are told").hasSize(1);
            peer.connect(candidates.get(candidates.size() - 1)).close();
        }
    }

    @Test
    void shouldTakeNothingFromElsewhereAtTheOuterAddress() throws Exception {
        RelayCounters counters = new RelayCounters();
        List<InetSocketAddress> taken = new CopyOnWriteArrayList<>();
        DatagramSink sink = new DatagramSink() {
            @Override
            public void datagram(UdpSocket socket, ByteBuf content, InetSocketAddress sender) {
                taken.add(sender);
            }

            @Override
            public void batchEnd() {}
        };
        UdpTransport transport = new UdpTransport(true, 1 << 20);
        MultiThreadIoEventLoopGroup loop = transport.newLoop("own-machine");
        InetAddress own = InetAddress.getByName("127.0.0.1");
        UdpSocket socket =
                transport.open(loop.next(), SocketKind.MUX, own, 0, false, counters, new OwnMachine(sink, counters));
        try (DatagramSocket elsewhere = new DatagramSocket(0, InetAddress.getByName("127.0.0.2"));
                DatagramSocket here = new DatagramSocket(0, own)) {
            elsewhere.send(new DatagramPacket(new byte[20], 20, socket.localAddress()));
            here.send(new DatagramPacket(new byte[20], 20, socket.localAddress()));
            await().until(() -> !taken.isEmpty());
            assertThat(taken).containsExactly((InetSocketAddress) here.getLocalSocketAddress());
            assertThat(counters.get(RelayCounter.FOREIGN_SENDER)).isEqualTo(1);
        } finally {
            loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** Behind NAT or in a container: a public address in the place of each local one. */
    @Test
    void shouldOfferTheAdvertisedAddressesInTheirPlace() {
        assertThat(candidates(List.of("192.0.2.7", "2001:db8::7")))
                .extracting(IceCandidate::address)
                .containsExactly("192.0.2.7", "2001:db8:0:0:0:0:0:7");
    }
}
