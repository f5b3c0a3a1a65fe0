package io.mediascope.sdk.path;

import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Proves and watches the way from one socket to the node by STUN Bindings (RFC 8489 section 3). Driven by hand-fed time.
 *
 * <p>At first a Binding leaves each 100 ms, for 500 ms; an answer makes the path UP. Then one each 2 s; each 500 ms while
 * media is expected and nothing arrives; an unanswered one is repeated each 200 ms, after 0.5 s without an answer the path is doubtful,
 * and 1.5 s make it DOWN. A path that is down is probed each second and UP again after two answers in a row.
 */
public final class StunPath {
    /** What is known of the path. */
    public enum State {
        IDLE,
        PROBING,
        UP,
        DOWN
    }

    /** Sends one datagram. */
    public interface Output {
        void send(byte[] buf, int length, InetSocketAddress to);
    }

    /** What happens on the path. */
    public interface Listener {
        void up();

        /** The node owes an answer for a while: each time once. */
        default void doubtful() {}

        /** The path died, or was not proved in time. Repeated proofs go on. */
        void down();
    }

    private static final long MS = 1_000_000;
    private static final long START_INTERVAL_NS = 100 * MS;
    private static final long START_PATIENCE_NS = 500 * MS;
    private static final long CALM_INTERVAL_NS = 2_000 * MS;
    private static final long SILENCE_NS = 500 * MS;
    private static final long RETRY_NS = 200 * MS;
    private static final long DOUBT_NS = 500 * MS;
    private static final long DEAD_NS = 1_500 * MS;
    private static final long DOWN_INTERVAL_NS = 1_000 * MS;
    private static final int ANSWERS_TO_RETURN = 2;
    private static final int OUTSTANDING = 32;

    private final SequenceCounter sequences;
    private final Output output;
    private final Listener listener;
    private final StunWriter writer = new StunWriter();
    private final byte[] out = new byte[StunMessage.MAX_LENGTH];
    private final long[] transactions = new long[OUTSTANDING];
    private final long[] sentAtNs = new long[OUTSTANDING];

    private State state = State.IDLE;
    private List<InetSocketAddress> endpoints = List.of();
    private @Nullable InetSocketAddress endpoint;
    private byte[] username = {};
    private @Nullable StunIntegrity integrity;
    private boolean nominate;
    private long startedNs;
    private long lastSentNs;
    private long lastArrivalNs;
    private long unansweredSinceNs = -1;
    private boolean doubted;
    private int answersInRow;
    private int sent;
    private @Nullable InetSocketAddress mapped;
    private long roundTripNs;

    public StunPath(SequenceCounter sequences, Output output, Listener listener) {
        this.sequences = sequences;
        this.output = output;
        this.listener = listener;
    }

    /** Begins anew towards these endpoints under these credentials. */
    public void start(
            List<InetSocketAddress> newEndpoints, String ufrag, String password, boolean nominated, long nowNs) {
        endpoints = List.copyOf(newEndpoints);
        endpoint = null;
        username = ufrag.getBytes(StandardCharsets.UTF_8);
        integrity = new StunIntegrity(password);
        nominate = nominated;
        state = endpoints.isEmpty() ? State.IDLE : State.PROBING;
        startedNs = nowNs;
        unansweredSinceNs = -1;
        answersInRow = 0;
        if (state == State.PROBING) {
            bind(nowNs);
        } else {
            listener.down();
        }
    }

    /** One more address of the node was found. */
    public void add(InetSocketAddress found, long nowNs) {
        if (integrity == null || endpoints.contains(found)) {
            return;
        }
        List<InetSocketAddress> more = new ArrayList<>(endpoints);
        more.add(found);
        endpoints = List.copyOf(more);
        if (state == State.IDLE) {
            state = State.PROBING;
            startedNs = nowNs;
            bind(nowNs);
        }
    }

    public void stop() {
        state = State.IDLE;
        integrity = null;
    }

    public State state() {
        return state;
    }

    /** Where the node answered last, else the first of its endpoints; null without any. */
    public @Nullable InetSocketAddress endpoint() {
        return endpoint != null ? endpoint : endpoints.isEmpty() ? null : endpoints.get(0);
    }

    public boolean isEndpoint(InetSocketAddress address) {
        return endpoints.contains(address);
    }

    /** The own address as the node sees it; null before the first answer. */
    public @Nullable InetSocketAddress mapped() {
        return mapped;
    }

    public long roundTripNs() {
        return roundTripNs;
    }

    /** Whether Bindings ask the node to send this path's media over UDP; asking begins at once. */
    public void nominate(boolean wanted, long nowNs) {
        boolean begins = wanted && !nominate;
        nominate = wanted;
        if (begins && state != State.IDLE) {
            bind(nowNs);
        }
    }

    /** A Binding leaves at once, whatever was planned: the node asks for it. */
    public void probeNow(long nowNs) {
        if (state != State.IDLE) {
            bind(nowNs);
        }
    }

    /** A packet from the node arrived on the socket. */
    public void arrived(long nowNs) {
        lastArrivalNs = nowNs;
    }

    /** To be called each 50 ms. */
    public void turn(long nowNs, boolean expectsMedia) {
        switch (state) {
            case IDLE -> {}
            case PROBING -> probe(nowNs);
            case UP -> watch(nowNs, expectsMedia);
            case DOWN -> {
                if (nowNs - lastSentNs >= DOWN_INTERVAL_NS) {
                    answersInRow = unansweredSinceNs >= 0 ? 0 : answersInRow;
                    bind(nowNs);
                }
            }
        }
    }

    private void probe(long nowNs) {
        if (nowNs - startedNs >= START_PATIENCE_NS) {
            fall(nowNs);
        } else if (nowNs - lastSentNs >= START_INTERVAL_NS) {
            bind(nowNs);
        }
    }

    private void watch(long nowNs, boolean expectsMedia) {
        if (unansweredSinceNs >= 0) {
            if (nowNs - unansweredSinceNs >= DEAD_NS) {
                fall(nowNs);
                return;
            }
            if (nowNs - lastSentNs >= RETRY_NS) {
                bind(nowNs);
            }
            if (!doubted && nowNs - unansweredSinceNs >= DOUBT_NS) {
                doubted = true;
                listener.doubtful();
            }
            return;
        }
        boolean silent = expectsMedia && nowNs - lastArrivalNs >= SILENCE_NS;
        if (nowNs - lastSentNs >= (silent ? SILENCE_NS : CALM_INTERVAL_NS)) {
            bind(nowNs);
        }
    }

    private void fall(long nowNs) {
        state = State.DOWN;
        answersInRow = 0;
        unansweredSinceNs = -1;
        lastSentNs = nowNs;
        listener.down();
    }

    private void bind(long nowNs) {
        StunIntegrity key = integrity;
        if (key == null) {
            return;
        }
        lastSentNs = nowNs;
        if (unansweredSinceNs < 0) {
            unansweredSinceNs = nowNs;
            doubted = false;
        }
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long transaction = random.nextLong();
        int slot = sent++ & (OUTSTANDING - 1);
        transactions[slot] = transaction;
        sentAtNs[slot] = nowNs;
        writer.bindingRequest(out, 0, (int) (transaction >>> 13), transaction)
                .username(username)
                .sequence(sequences.next());
        if (nominate) {
            writer.useCandidate();
        }
        writer.integrity(key).fingerprint();
        if (endpoint != null) {
            output.send(out, writer.length(), endpoint);
        } else {
            endpoints.forEach(to -> output.send(out, writer.length(), to));
        }
    }

    /** Takes a success response; true when it is the answer to a Binding of this path. */
    public boolean answered(StunMessage message, InetSocketAddress from, long nowNs) {
        StunIntegrity key = integrity;
        int slot = slotOf(message);
        if (key == null || slot < 0 || state == State.IDLE || !message.verifyIntegrity(key)) {
            return false;
        }
        roundTripNs = nowNs - sentAtNs[slot];
        transactions[slot] = 0;
        lastArrivalNs = nowNs;
        unansweredSinceNs = -1;
        endpoint = from;
        InetSocketAddress seen = message.mappedAddress();
        mapped = seen != null ? seen : mapped;
        answersInRow++;
        if (state == State.PROBING || (state == State.DOWN && answersInRow >= ANSWERS_TO_RETURN)) {
            state = State.UP;
            listener.up();
        }
        return true;
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
