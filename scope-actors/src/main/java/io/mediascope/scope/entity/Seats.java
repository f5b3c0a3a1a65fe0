package io.mediascope.scope.entity;

import io.mediascope.scope.account.AccountReply;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The seats that the application's account has lent to this scope. */
final class Seats {
    private int lent;
    private @Nullable Instant expiresAt;
    private @Nullable Instant renewAt;
    private boolean refused;

    /** Whether one more participant has a seat. */
    boolean free(int participants, Instant now) {
        Instant until = expiresAt;
        return until != null && until.isAfter(now) && participants < lent;
    }

    /** True once after the account has said that nothing is free. */
    boolean takeRefusal() {
        boolean was = refused;
        refused = false;
        return was;
    }

    void answered(AccountReply reply, Instant now, Duration loanTime) {
        if (reply instanceof AccountReply.Lent l) {
            lent = l.seats();
            expiresAt = l.expiresAt();
            refused = false;
        } else if (reply instanceof AccountReply.OverLimit o) {
            lent = o.seats();
            expiresAt = o.expiresAt();
            refused = true;
        }
        renewAt = now.plus(loanTime.dividedBy(2));
    }

    /** Whether the loan has to be renewed now; asks once per interval. */
    boolean renew(Instant now, Duration retry) {
        Instant at = renewAt;
        if (at == null || at.isAfter(now)) {
            return false;
        }
        renewAt = now.plus(retry);
        return true;
    }

    /** Recovered: ask as soon as possible. */
    void renewAt(Instant at) {
        renewAt = at;
    }

    @Nullable
    Instant next() {
        return renewAt;
    }

    boolean any() {
        return lent > 0;
    }

    void forget() {
        lent = 0;
        expiresAt = null;
        renewAt = null;
        refused = false;
    }
}
