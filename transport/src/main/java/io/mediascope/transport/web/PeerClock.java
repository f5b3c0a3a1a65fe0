package io.mediascope.transport.web;

/** What a peer connection does by time: silence, consent (RFC 7675), the deadline for connecting. Time is handed in. */
final class PeerClock {
    private final long silentNs;
    private final long consentNs;
    private final long connectNs;
    private boolean described;
    private long describedNs;
    private boolean bound;
    private long boundNs;
    private long seenNs;
    private boolean silent;

    PeerClock(WebSettings settings) {
        this.silentNs = settings.silentAfter().toNanos();
        this.consentNs = settings.consentFor().toNanos();
        this.connectNs = settings.connectWithin().toNanos();
    }

    void opened(long nowNs) {
        seenNs = nowNs;
    }

    void described(long nowNs) {
        if (!described) {
            described = true;
            describedNs = nowNs;
        }
    }

    /** An authenticated Binding. */
    void bound(long nowNs) {
        bound = true;
        boundNs = nowNs;
        seen(nowNs);
    }

    /** Anything that is the peer's. */
    void seen(long nowNs) {
        seenNs = nowNs;
        silent = false;
    }

    boolean consentExpired(long nowNs) {
        return bound && nowNs - boundNs > consentNs;
    }

    boolean connectExpired(long nowNs) {
        return described && nowNs - describedNs > connectNs;
    }

    /** True once for each silence of a peer that was heard before. */
    boolean turnedSilent(long nowNs) {
        if (silent || !bound || nowNs - seenNs <= silentNs) {
            return false;
        }
        silent = true;
        return true;
    }
}
