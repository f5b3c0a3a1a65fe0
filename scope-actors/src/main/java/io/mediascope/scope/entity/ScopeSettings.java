package io.mediascope.scope.entity;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.time.Duration;

/** {@code mediascope.scope} of the configuration; {@code reference.conf} explains each value. */
public record ScopeSettings(
        Duration reservation,
        Duration claimTimeout,
        Duration resumeWindow,
        Duration resendInterval,
        Duration requestTimeout,
        Duration coalesceInterval,
        Duration qualityInterval,
        int snapshotEvery,
        Rekey rekey,
        Duration rekeyInterval,
        PeerToPeer peerToPeer,
        Account account,
        Session session) {
    /** {@code mediascope.scope.rekey}. */
    public enum Rekey {
        NEVER,
        ON_LEAVE
    }

    /** {@code mediascope.scope.peer-to-peer}. */
    public record PeerToPeer(
            boolean enabled,
            Duration settleTime,
            Duration attemptTimeout,
            Duration retryMin,
            Duration retryMax,
            Duration drainTimeout) {}

    /** {@code mediascope.scope.account}. */
    public record Account(Duration loanTime, int maxBlock) {}

    /** {@code mediascope.scope.session}. */
    public record Session(int dataMessagesPerSecond, int dataBurst, int dataMaxSize, int maxPendingRequests) {}

    /** Reads {@code mediascope.scope} out of a whole configuration. */
    public static ScopeSettings create(Config root) {
        Config c = root.getConfig("mediascope.scope");
        Config p2p = c.getConfig("peer-to-peer");
        Config session = c.getConfig("session");
        return new ScopeSettings(
                duration(root, "reservation"),
                duration(root, "claim-timeout"),
                duration(root, "resume-window"),
                duration(root, "resend-interval"),
                duration(root, "request-timeout"),
                duration(root, "coalesce-interval"),
                duration(root, "quality-interval"),
                c.getInt("snapshot-every"),
                rekey(c.getString("rekey")),
                duration(root, "rekey-interval"),
                new PeerToPeer(
                        p2p.getBoolean("enabled"),
                        duration(root, "peer-to-peer.settle-time"),
                        duration(root, "peer-to-peer.attempt-timeout"),
                        duration(root, "peer-to-peer.retry-min"),
                        duration(root, "peer-to-peer.retry-max"),
                        duration(root, "peer-to-peer.drain-timeout")),
                new Account(duration(root, "account.loan-time"), c.getInt("account.max-block")),
                new Session(
                        session.getInt("data-messages-per-second"),
                        session.getInt("data-burst"),
                        session.getInt("data-max-size"),
                        session.getInt("max-pending-requests")));
    }

    private static Rekey rekey(String value) {
        return switch (value) {
            case "never" -> Rekey.NEVER;
            case "on-leave" -> Rekey.ON_LEAVE;
            default ->
                throw new ConfigException.BadValue(
                        "mediascope.scope.rekey", "it must be never or on-leave, is " + value);
        };
    }

    /** Names the whole key when its value is wrong. */
    private static Duration duration(Config root, String key) {
        String path = "mediascope.scope." + key;
        Duration value = root.getDuration(path);
        if (value.isNegative()) {
            throw new ConfigException.BadValue(root.getValue(path).origin(), path, "it must not be negative");
        }
        return value;
    }
}
