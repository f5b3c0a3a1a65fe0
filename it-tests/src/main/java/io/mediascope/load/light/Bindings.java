package io.mediascope.load.light;

import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** STUN Bindings (RFC 8489 section 3) to the three sockets of a node's loop: quickly until one is answered, then as often as the SDK's. */
final class Bindings {
    private static final long FIRST_NS = 200_000_000L;
    private static final long CALM_NS = 2_000_000_000L;

    private final List<InetSocketAddress> endpoints;
    private final byte[] username;
    private final StunIntegrity integrity;
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];
    private long sequence;
    private long sentNs;
    private boolean begun;
    private volatile boolean answered;

    Bindings(NativeAccess access) {
        this.endpoints = List.of(access.audio(), access.video(), access.mux());
        this.username = access.stun().ufrag().getBytes(StandardCharsets.UTF_8);
        this.integrity = new StunIntegrity(access.stun().password());
    }

    void turn(LightProtocol.Output output, long nowNs) {
        if (begun && nowNs - sentNs < (answered ? CALM_NS : FIRST_NS)) {
            return;
        }
        begun = true;
        sentNs = nowNs;
        for (InetSocketAddress endpoint : endpoints) {
            sequence++;
            writer.bindingRequest(out, 0, (int) sequence, sequence)
                    .username(username)
                    .sequence(sequence)
                    .useCandidate()
                    .integrity(integrity)
                    .fingerprint();
            output.send(out, writer.length(), endpoint);
        }
    }

    /** A STUN message arrived. */
    void answered() {
        answered = true;
    }

    /** Any thread. */
    boolean isAnswered() {
        return answered;
    }
}
