package io.mediascope.sdk;

import io.mediascope.media.routing.HopKeys;
import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ClientKind;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.Move;
import io.mediascope.transport.wire.v1.Redirect;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.TrackOffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue on the link: join or resume, refusal, redirect, goodbye, requests and their replies. State on the service
 * thread; what is volatile may be read from any.
 */
final class Signalling implements Joiner.Listener {
    /** The connection whose dialogue it is. */
    interface Host {
        /** What the join offers. */
        List<TrackOffer> offers();

        /** Joined, or back: {@code first} once. */
        void welcomed(AuthResponse welcome, RelayTransport.Target target, HopKeys keys, boolean first);

        /** Joined at the node that the scope moves to; the link to the one before stands until {@link Signalling#letGo}. */
        void moving(AuthResponse welcome, RelayTransport.Target target, HopKeys keys);

        /** Anything else that the node says while joined. */
        void inScope(Envelope message);

        /** Will not come back. */
        void over(@Nullable ScopeException why);
    }

    private static final String CLIENT_VERSION = "java/0.1";

    private final ScopeDescriptor descriptor;
    private final Callbacks callbacks;
    private final Host host;
    private final Requests requests;
    private final Joiner joiner;

    private volatile @Nullable String userId;
    private volatile @Nullable String sessionId;
    private volatile boolean joined;
    private boolean everJoined;
    private boolean ended;
    private String joinId = UUID.randomUUID().toString();
    private byte @Nullable [] resumeTicket;
    private Subscription subscription;

    /** @param makeJoiner makes what opens the links of this dialogue */
    Signalling(
            ScopeDescriptor descriptor, Callbacks callbacks, Host host, Function<Joiner.Listener, Joiner> makeJoiner) {
        this.descriptor = descriptor;
        this.callbacks = callbacks;
        this.host = host;
        this.subscription = descriptor.subscription();
        this.requests = new Requests(descriptor.requestTimeout().toNanos());
        this.joiner = makeJoiner.apply(this);
    }

    void begin() {
        joiner.begin();
    }

    @Nullable
    String userId() {
        return userId;
    }

    @Nullable
    String sessionId() {
        return sessionId;
    }

    boolean isJoined() {
        return joined;
    }

    boolean everJoined() {
        return everJoined;
    }

    /** For the next join. */
    void subscription(Subscription wanted) {
        subscription = wanted;
    }

    void turn(long nowNs) {
        requests.turn(nowNs);
    }

    /** Says something that has no reply; nothing while not joined. */
    void send(Envelope.Builder message) {
        if (joined) {
            joiner.send(message.build());
        }
    }

    /** The reply, or a {@link ScopeException}. */
    CompletableFuture<Envelope> request(Consumer<Envelope.Builder> fill) {
        if (!joined) {
            return CompletableFuture.failedFuture(new ScopeException(ErrorCode.DISCONNECTED, "not connected"));
        }
        long id = requests.nextId();
        Envelope.Builder envelope = Envelope.newBuilder().setRequestId(id);
        fill.accept(envelope);
        CompletableFuture<Envelope> reply = requests.expect(id, System.nanoTime());
        joiner.send(envelope.build());
        return reply;
    }

    /** The end; {@code whenClosed} runs when {@code last} has left. */
    void end(@Nullable Envelope last, String text, Runnable whenClosed) {
        ended = true;
        joined = false;
        requests.failAll(text);
        joiner.close(everJoined ? last : null, whenClosed);
    }

    @Override
    public void linkOpened(String token) {
        joiner.send(auth(token, false));
    }

    @Override
    public void nextOpened(String token) {
        joiner.sendNext(auth(token, true));
    }

    private Envelope auth(String token, boolean moves) {
        AuthRequest.Builder auth = AuthRequest.newBuilder()
                .setProtocolVersion(WireProtocol.VERSION)
                .setApplicationId(descriptor.applicationId())
                .setScopeId(descriptor.scopeId())
                .setToken(token)
                .setClientKind(ClientKind.CLIENT_KIND_NATIVE)
                .setClientVersion(CLIENT_VERSION)
                .setJoinId(joinId)
                .setSubscription(Wire.subscription(subscription))
                .setResumeTicket(Wire.bytes(resumeTicket))
                .setMoves(moves)
                .addAllTracks(host.offers());
        return Envelope.newBuilder()
                .setRequestId(requests.nextId())
                .setAuthRequest(auth)
                .build();
    }

    @Override
    public void received(Envelope message) {
        if (ended || (message.getRequestId() != 0 && requests.reply(message))) {
            return;
        }
        switch (message.getMessageCase()) {
            case AUTH_RESPONSE -> welcomed(message.getAuthResponse());
            case REFUSAL -> refused(message.getRefusal());
            case REDIRECT -> redirected(message.getRedirect());
            case GOODBYE -> sentAway(message.getGoodbye());
            case MOVE -> move(message.getMove());
            default -> {
                if (joined) {
                    host.inScope(message);
                }
            }
        }
    }

    private void welcomed(AuthResponse welcome) {
        HostPort node = joiner.node();
        HopKeys keys = Wire.hopKeys(welcome.getRtcp());
        if (joined || node == null) {
            return;
        }
        RelayTransport.Target target = Wire.target(welcome, node);
        if (target == null || keys == null) {
            joiner.refusedForNow(ErrorCode.INTERNAL_ERROR, "the node's answer has no credentials for media", 0);
            return;
        }
        remember(welcome);
        boolean first = !everJoined;
        joined = true;
        everJoined = true;
        host.welcomed(welcome, target, keys, first);
    }

    private void move(Move move) {
        HostPort target = HostPort.parse(new HostPort(move.getHost(), move.getPort()).toString())
                .orElse(null);
        if (joined && resumeTicket != null && target != null) {
            joiner.move(target);
        }
    }

    /** Anything but a welcome ends the attempt: the link that stands says what comes then. */
    @Override
    public void nextReceived(Envelope message) {
        AuthResponse welcome = message.getAuthResponse();
        HostPort node = joiner.nextNode();
        HopKeys keys = Wire.hopKeys(welcome.getRtcp());
        RelayTransport.Target target = node == null ? null : Wire.target(welcome, node);
        if (ended || !joined || !message.hasAuthResponse() || target == null || keys == null) {
            joiner.dropNext();
            return;
        }
        joiner.adoptNext();
        remember(welcome);
        host.moving(welcome, target, keys);
    }

    /** What was asked before the move, and data messages, each of which comes over one of the two links. */
    @Override
    public void beforeReceived(Envelope message) {
        if (ended) {
            return;
        } else if (message.getRequestId() != 0) {
            requests.reply(message);
        } else if (message.hasDataMessage()) {
            host.inScope(message);
        }
    }

    /** The node before the move is not needed any more. */
    void letGo() {
        joiner.dropBefore();
    }

    private void remember(AuthResponse welcome) {
        joiner.joined(welcome.getKeepaliveIntervalMs(), welcome.getLinkTimeoutMs());
        resumeTicket = welcome.getResumeTicket().toByteArray();
        joinId = UUID.randomUUID().toString();
        userId = welcome.getUserId();
        sessionId = welcome.getSessionId();
    }

    private void refused(Refusal refusal) {
        ErrorCode code = ErrorCode.of(refusal.getReason());
        if (joined) {
            error(code, refusal.getText());
            if (code == ErrorCode.REMOVED_BY_ADMIN || code == ErrorCode.REPLACED_BY_NEWER_LINK) {
                host.over(null);
            }
        } else if (code == ErrorCode.TICKET_INVALID) {
            resumeTicket = null;
            joiner.again();
        } else if (refusal.getRetryable() || (everJoined && code == ErrorCode.USER_ALREADY_IN_SCOPE)) {
            joiner.refusedForNow(code, refusal.getText(), refusal.getRetryAfterMs());
        } else {
            failed(code, refusal.getText());
        }
    }

    private void redirected(Redirect redirect) {
        if (joined) {
            joined = false;
            requests.failAll("the node sent the client to another");
            callbacks.tell(l -> l.connectionLost(true));
        }
        if (!ended) {
            joiner.redirected(redirect.getHost(), redirect.getPort());
        }
    }

    private void sentAway(Goodbye goodbye) {
        if (!goodbye.getReconnect()) {
            if (joined) {
                callbacks.tell(l -> l.connectionLost(false));
            }
            error(ErrorCode.REMOVED_BY_ADMIN, goodbye.getReason());
            host.over(null);
        } else if (joined) {
            linkLost(goodbye.getReason());
        } else {
            joiner.reconnect();
        }
    }

    /** Media of the node stays away. */
    void probe() {
        joiner.probe();
    }

    /** Media goes on as long as the relay carries it; the ticket brings the session back. */
    @Override
    public void linkLost(String reason) {
        joined = false;
        requests.failAll(reason);
        callbacks.tell(l -> l.connectionLost(true));
        if (!ended) {
            joiner.reconnect();
        }
    }

    @Override
    public void failed(ErrorCode code, String text) {
        ScopeException failure = new ScopeException(code, text);
        error(code, text);
        host.over(failure);
    }

    private void error(ErrorCode code, String text) {
        callbacks.tell(l -> l.error(code, text));
    }
}
