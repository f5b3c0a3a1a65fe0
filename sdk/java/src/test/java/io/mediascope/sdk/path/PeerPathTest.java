package io.mediascope.sdk.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunMessage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two ends of one path, joined by hand. */
class PeerPathTest {
    private static final long MS = 1_000_000;
    private static final InetSocketAddress ANN = new InetSocketAddress("127.0.0.1", 1001);
    private static final InetSocketAddress BOB = new InetSocketAddress("127.0.0.1", 1002);
    private static final InetSocketAddress NOBODY = new InetSocketAddress("127.0.0.1", 1003);

    private record Datagram(byte[] bytes, InetSocketAddress from, InetSocketAddress to) {}

    private final List<Datagram> wire = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private boolean cut;
    private long nowNs = 10_000 * MS;
    private final PeerPath ann =
            end("ann", ANN, new StunCredentials("a", "secret-a"), new StunCredentials("b", "secret-b"));
    private final PeerPath bob =
            end("bob", BOB, new StunCredentials("b", "secret-b"), new StunCredentials("a", "secret-a"));

    private PeerPath end(String name, InetSocketAddress address, StunCredentials local, StunCredentials remote) {
        return new PeerPath(
                local,
                remote,
                (buf, length, to) -> wire.add(new Datagram(java.util.Arrays.copyOf(buf, length), address, to)),
                new PeerPath.Listener() {
                    @Override
                    public void established(InetSocketAddress at, long roundTripNs) {
                        told.add(name + " " + at.getPort());
                    }

                    @Override
                    public void failed(String reason) {
                        told.add(name + " failed");
                    }
                },
                nowNs);
    }

    @Test
    void shouldBeEstablishedOnBothSidesWithOneCandidateOnly() {
        ann.addCandidate(NOBODY);
        ann.addCandidate(BOB);
        pass(200);
        assertThat(told).containsExactlyInAnyOrder("ann 1002", "bob 1001");
        assertThat(ann.isRemote(BOB)).isTrue();
        assertThat(ann.isRemote(NOBODY)).isFalse();
    }

    @Test
    void shouldFailWithoutAWay() {
        ann.addCandidate(NOBODY);
        pass(7_950);
        assertThat(told).isEmpty();
        pass(100);
        assertThat(told).contains("ann failed");
        assertThat(ann.state()).isEqualTo(PeerPath.State.FAILED);
    }

    @Test
    void shouldStayAliveByKeepAlivesAndDieInASecondOfSilence() {
        ann.addCandidate(BOB);
        bob.addCandidate(ANN);
        pass(5_000);
        assertThat(told).hasSize(2);
        cut = true;
        pass(900);
        assertThat(told).hasSize(2);
        pass(700);
        assertThat(told).contains("ann failed", "bob failed");
    }

    @Test
    void shouldNotBelieveAnotherPassword() {
        PeerPath forger =
                end("eve", NOBODY, new StunCredentials("b", "guess"), new StunCredentials("a", "also a guess"));
        forger.addCandidate(ANN);
        forger.turn(nowNs);
        assertThat(wire).hasSize(1);
        pass(0);
        assertThat(ann.isRemote(NOBODY)).isFalse();
        assertThat(told).isEmpty();
    }

    private void pass(long ms) {
        long end = nowNs + ms * MS;
        while (true) {
            ann.turn(nowNs);
            bob.turn(nowNs);
            while (!wire.isEmpty()) {
                deliver(wire.remove(0));
            }
            if (nowNs >= end) {
                return;
            }
            nowNs += 50 * MS;
        }
    }

    private void deliver(Datagram datagram) {
        PeerPath to = datagram.to().equals(ANN) ? ann : datagram.to().equals(BOB) ? bob : null;
        StunMessage message = new StunMessage();
        if (to == null || cut || !message.parse(datagram.bytes(), 0, datagram.bytes().length)) {
            return;
        }
        if (message.type() == StunMessage.BINDING_REQUEST) {
            to.requested(message, datagram.from(), nowNs);
        } else {
            to.answered(message, datagram.from(), nowNs);
        }
    }
}
