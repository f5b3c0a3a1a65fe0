package io.mediascope.sdk;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where to join and how. Immutable; made by {@link #builder}. */
public final class ScopeDescriptor {
    private final Builder values;

    private ScopeDescriptor(Builder values) {
        this.values = values;
    }

    /** A descriptor of a scope of an application; who joins is what the token says. */
    public static Builder builder(String applicationId, String scopeId) {
        return new Builder(applicationId, scopeId);
    }

    public String applicationId() {
        return values.applicationId;
    }

    public String scopeId() {
        return values.scopeId;
    }

    /** Base addresses such as {@code http://127.0.0.1:7080}; empty when a link is named directly. */
    public List<URI> resolvers() {
        return List.copyOf(values.resolvers);
    }

    /** HOST:PORT of a node's link, asked without a resolver; null = use the resolvers. */
    public @Nullable String directLink() {
        return values.directLink;
    }

    public Supplier<String> tokenSupplier() {
        return Objects.requireNonNull(values.tokenSupplier, "token");
    }

    public Subscription subscription() {
        return values.subscription;
    }

    public TransportPolicy transportPolicy() {
        return values.transportPolicy;
    }

    public Trust trust() {
        return values.trust;
    }

    /** How often in a row joining or reconnecting is tried before it is given up. */
    public int retryLimit() {
        return values.retryLimit;
    }

    public Duration reconnectWaitMin() {
        return values.reconnectWaitMin;
    }

    public Duration reconnectWaitMax() {
        return values.reconnectWaitMax;
    }

    public Duration requestTimeout() {
        return values.requestTimeout;
    }

    /** Zero = {@link ScopeListener#quality} is not called. */
    public Duration statisticsInterval() {
        return values.statisticsInterval;
    }

    public @Nullable ServiceLoop serviceLoop() {
        return values.serviceLoop;
    }

    public NetworkConditions networkConditions() {
        return values.networkConditions;
    }

    /** Takes values; a token and a resolver or link are needed, everything else has a default. */
    public static final class Builder {
        private final String applicationId;
        private final String scopeId;
        private final List<URI> resolvers = new ArrayList<>();
        private @Nullable String directLink;
        private @Nullable Supplier<String> tokenSupplier;
        private Subscription subscription = Subscription.ALL;
        private TransportPolicy transportPolicy = TransportPolicy.AUTO;
        private Trust trust = Trust.system();
        private int retryLimit = 10;
        private Duration reconnectWaitMin = Duration.ofMillis(300);
        private Duration reconnectWaitMax = Duration.ofSeconds(1);
        private Duration requestTimeout = Duration.ofSeconds(20);
        private Duration statisticsInterval = Duration.ofSeconds(1);
        private @Nullable ServiceLoop serviceLoop;
        private NetworkConditions networkConditions = new NetworkConditions();

        private Builder(String applicationId, String scopeId) {
            this.applicationId = applicationId;
            this.scopeId = scopeId;
        }

        private Builder(Builder from) {
            this(from.applicationId, from.scopeId);
            resolvers.addAll(from.resolvers);
            directLink = from.directLink;
            tokenSupplier = from.tokenSupplier;
            subscription = from.subscription;
            transportPolicy = from.transportPolicy;
            trust = from.trust;
            retryLimit = from.retryLimit;
            reconnectWaitMin = from.reconnectWaitMin;
            reconnectWaitMax = from.reconnectWaitMax;
            requestTimeout = from.requestTimeout;
            statisticsInterval = from.statisticsInterval;
            serviceLoop = from.serviceLoop;
            networkConditions = from.networkConditions;
        }

        /** Adds resolvers, such as {@code http://node-1:7080}: asked from a random one on, round and round. */
        public Builder resolvers(String... httpUrls) {
            for (String url : httpUrls) {
                resolvers.add(URI.create(url));
            }
            return this;
        }

        /** Goes to this node's link, HOST:PORT, without asking a resolver. */
        public Builder link(String hostPort) {
            directLink = hostPort;
            return this;
        }

        public Builder token(String token) {
            return token(() -> token);
        }

        /** Asked before each join and reconnect, on the service thread: must not block. */
        public Builder token(Supplier<String> supplier) {
            tokenSupplier = supplier;
            return this;
        }

        public Builder subscription(Subscription wanted) {
            subscription = wanted;
            return this;
        }

        public Builder transportPolicy(TransportPolicy policy) {
            transportPolicy = policy;
            return this;
        }

        public Builder trust(Trust accepted) {
            trust = accepted;
            return this;
        }

        public Builder retryLimit(int attempts) {
            retryLimit = attempts;
            return this;
        }

        /** The random wait before each reconnect; 0.3 to 1 s by default, so that not all clients come back at once. */
        public Builder reconnectWait(Duration min, Duration max) {
            reconnectWaitMin = min;
            reconnectWaitMax = max;
            return this;
        }

        /** How long a join or a request may stay without answer; 20 s by default. */
        public Builder requestTimeout(Duration timeout) {
            requestTimeout = timeout;
            return this;
        }

        /** 1 s by default; zero switches {@link ScopeListener#quality} off. */
        public Builder statisticsInterval(Duration interval) {
            statisticsInterval = interval;
            return this;
        }

        /** Shares a service thread; it is not closed with the connection. */
        public Builder serviceLoop(ServiceLoop loop) {
            serviceLoop = loop;
            return this;
        }

        /** Faults for tests and demonstrations. */
        public Builder networkConditions(NetworkConditions conditions) {
            networkConditions = conditions;
            return this;
        }

        public ScopeDescriptor build() {
            if (tokenSupplier == null) {
                throw new IllegalArgumentException("A join token (or a supplier of one) is needed: call token(...)");
            }
            if (resolvers.isEmpty() && directLink == null) {
                throw new IllegalArgumentException(
                        "Say where to join: resolvers(\"http://HOST:PORT\") or link(\"HOST:PORT\")");
            }
            return new ScopeDescriptor(new Builder(this));
        }
    }
}
