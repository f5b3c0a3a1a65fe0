package io.mediascope.scope.entity;

import io.mediascope.scope.account.AccountReply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The seats that the application's account has lent to this scope. */
final class Seats {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private int lent;
    private Instant expiresAt = Instant.EPOCH;
    private Instant refusedUntil = Instant.EPOCH;
    private Instant askedUntil = Instant.EPOCH;
    private @Nullable Instant renewAt;

    /** Whether one more participant has a seat. */
    boolean free(int participants, Instant now) {
        return expiresAt.isAfter(now) && participants < lent;
    }

    /** The account said a moment ago that nothing is free. */
    boolean refusedAt(Instant now) {
        return refusedUntil.isAfter(now);
    }

    /** Whether to ask the account now; it is asked once in a while, however many joins wait. */
    boolean ask(Instant now) {
        if (askedUntil.isAfter(now)) {
            return false;
        }
        askedUntil = now.plus(PAUSE);
        return true;
    }

    void answered(AccountReply reply, Instant now, Duration loanTime) {
        askedUntil = Instant.EPOCH;
        if (reply instanceof AccountReply.Lent l) {
            lent = l.seats();
            expiresAt = l.expiresAt();
        } else if (reply instanceof AccountReply.OverLimit o) {
            lent = o.seats();
            expiresAt = o.expiresAt();
            refusedUntil = now.plus(PAUSE);
        }
        renewAt = now.plus(loanTime.dividedBy(2));
    }

    /** Whether the loan has to be renewed now; asks again after {@code retry} when nothing comes. */
    boolean renew(Instant now, Duration retry) {
        Instant at = renewAt;
        if (at == null || at.isAfter(now)) {
            return false;
        }
        renewAt = now.plus(retry);
        return true;
    }

    void renewAt(Instant at) {
        renewAt = at;
    }

    @Nullable
    Instant next() {
        return renewAt;
    }

    void forget() {
        lent = 0;
        expiresAt = Instant.EPOCH;
        renewAt = null;
    }
}
