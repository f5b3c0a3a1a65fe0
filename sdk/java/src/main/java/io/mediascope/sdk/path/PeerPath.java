package io.mediascope.sdk.path;

import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The direct way to a peer: both sides send Bindings to all candidates of the other at once, which opens their NATs
 * (RFC 8445 section 7.2 without its priorities: the first way that answers is taken). Driven by hand-fed time.
 */
public final class PeerPath {
    /** How far it is. */
    public enum State {
        CHECKING,
        ESTABLISHED,
        FAILED
    }

    /** What happens on the path. */
    public interface Listener {
        void established(InetSocketAddress remote, long roundTripNs);

        /** Never proved, or silent for a second. Called once; nothing follows. */
        void failed(String reason);
    }

    private static final long MS = 1_000_000;
    private static final long CHECK_INTERVAL_NS = 100 * MS;
    private static final long CHECK_PATIENCE_NS = 8_000 * MS;
    private static final long KEEP_ALIVE_NS = 500 * MS;
    private static final long RETRY_NS = 200 * MS;
    private static final long DEAD_NS = 1_000 * MS;
    private static final int MAX_CANDIDATES = 32;
    private static final int OUTSTANDING = 128;

    private final byte[] localUfrag;
    private final StunIntegrity localKey;
    private final byte[] remoteUfrag;
    private final StunIntegrity remoteKey;
    private final StunPath.Output output;
    private final Listener listener;
    private final Set<InetSocketAddress> candidates = new LinkedHashSet<>();
    private final Set<InetSocketAddress> proven = new LinkedHashSet<>();
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];
    private final long[] transactions = new long[OUTSTANDING];
    private final long[] sentAtNs = new long[OUTSTANDING];
    private final long startedNs;

    private State state = State.CHECKING;
    private @Nullable InetSocketAddress remote;
    private boolean heardRequest;
    private long lastSentNs;
    private long lastArrivalNs;
    private long roundTripNs;
    private int sent;

    public PeerPath(
            StunCredentials local, StunCredentials remote, StunPath.Output output, Listener listener, long nowNs) {
        this.localUfrag = local.ufrag().getBytes(StandardCharsets.UTF_8);
        this.localKey = new StunIntegrity(local.password());
        this.remoteUfrag = remote.ufrag().getBytes(StandardCharsets.UTF_8);
        this.remoteKey = new StunIntegrity(remote.password());
        this.output = output;
        this.listener = listener;
        this.startedNs = nowNs;
        this.lastSentNs = nowNs - CHECK_INTERVAL_NS;
    }

    public State state() {
        return state;
    }

    /** The address that packets for the peer go to; null before it was proved. */
    public @Nullable InetSocketAddress remote() {
        return remote;
    }

    /** Whether the peer proved that it sends from there. */
    public boolean isRemote(InetSocketAddress from) {
        return from.equals(remote) || proven.contains(from);
    }

    public void addCandidate(InetSocketAddress candidate) {
        if (candidates.size() < MAX_CANDIDATES && !candidate.isUnresolved() && candidate.getPort() > 0) {
            candidates.add(candidate);
        }
    }

    /** A packet of the peer was opened: a sign of life. */
    public void arrived(long nowNs) {
        lastArrivalNs = nowNs;
    }

    /** To be called each 50 ms. */
    public void turn(long nowNs) {
        if (state == State.CHECKING) {
            if (nowNs - startedNs >= CHECK_PATIENCE_NS) {
                fail("no direct path");
            } else if (nowNs - lastSentNs >= CHECK_INTERVAL_NS) {
                lastSentNs = nowNs;
                candidates.forEach(to -> bind(to, nowNs));
            }
        } else if (state == State.ESTABLISHED && remote != null) {
            if (nowNs - lastArrivalNs >= DEAD_NS) {
                fail("nothing came from the peer for a second");
            } else if (nowNs - lastSentNs >= (nowNs - lastArrivalNs >= KEEP_ALIVE_NS ? RETRY_NS : KEEP_ALIVE_NS)) {
                lastSentNs = nowNs;
                bind(remote, nowNs);
            }
        }
    }

    private void fail(String reason) {
        state = State.FAILED;
        listener.failed(reason);
    }

    /** Answers a Binding that carries the own ufrag; false when it is not for this path. */
    public boolean requested(StunMessage request, InetSocketAddress from, long nowNs) {
        if (state == State.FAILED || !request.usernameEquals(localUfrag) || !request.verifyIntegrity(localKey)) {
            return false;
        }
        writer.bindingSuccess(out, 0, request)
                .xorMappedAddress(from)
                .integrity(localKey)
                .fingerprint();
        output.send(out, writer.length(), from);
        lastArrivalNs = nowNs;
        heardRequest = true;
        addCandidate(from);
        if (proven.size() < MAX_CANDIDATES) {
            proven.add(from);
        }
        if (state == State.CHECKING) {
            bind(from, nowNs);
            establish();
        }
        return true;
    }

    /** Takes a success response; true when it answers a Binding of this path. */
    public boolean answered(StunMessage response, InetSocketAddress from, long nowNs) {
        int slot = slotOf(response);
        if (slot < 0 || state == State.FAILED || !response.verifyIntegrity(remoteKey)) {
            return false;
        }
        transactions[slot] = 0;
        lastArrivalNs = nowNs;
        roundTripNs = nowNs - sentAtNs[slot];
        if (remote == null) {
            remote = from;
            establish();
        }
        return true;
    }

    /** Both directions work once the own Binding was answered and the peer's has come. */
    private void establish() {
        if (state == State.CHECKING && remote != null && heardRequest) {
            state = State.ESTABLISHED;
            listener.established(remote, roundTripNs);
        }
    }

    private void bind(InetSocketAddress to, long nowNs) {
        long transaction = ThreadLocalRandom.current().nextLong();
        int slot = sent++ & (OUTSTANDING - 1);
        transactions[slot] = transaction;
        sentAtNs[slot] = nowNs;
        writer.bindingRequest(out, 0, (int) (transaction >>> 13), transaction)
                .username(remoteUfrag)
                .integrity(remoteKey)
                .fingerprint();
        output.send(out, writer.length(), to);
    }

    private int slotOf(StunMessage message) {
        long transaction = message.transactionIdLow();
        for (int i = 0; i < OUTSTANDING; i++) {
            if (transactions[i] == transaction
                    && transaction != 0
                    && message.transactionIdHigh() == (int) (transaction >>> 13)) {
                return i;
            }
        }
        return -1;
    }
}
