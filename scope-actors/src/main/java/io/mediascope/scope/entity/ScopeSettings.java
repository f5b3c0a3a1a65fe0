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
                c.getDuration("reservation"),
                c.getDuration("claim-timeout"),
                c.getDuration("resume-window"),
                c.getDuration("resend-interval"),
                c.getDuration("request-timeout"),
                c.getDuration("coalesce-interval"),
                c.getDuration("quality-interval"),
                c.getInt("snapshot-every"),
                rekey(c.getString("rekey")),
                c.getDuration("rekey-interval"),
                new PeerToPeer(
                        p2p.getBoolean("enabled"),
                        p2p.getDuration("settle-time"),
                        p2p.getDuration("attempt-timeout"),
                        p2p.getDuration("retry-min"),
                        p2p.getDuration("retry-max"),
                        p2p.getDuration("drain-timeout")),
                new Account(c.getDuration("account.loan-time"), c.getInt("account.max-block")),
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
}
