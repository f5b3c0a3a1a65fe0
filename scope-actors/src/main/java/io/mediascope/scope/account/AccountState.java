package io.mediascope.scope.account;

import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The loans of one application by scope. */
record AccountState(Map<String, Loan> loans) implements ScopeSerializable {
    static final AccountState EMPTY = new AccountState(Map.of());

    /** Seats that one scope holds until they lapse. */
    record Loan(int seats, Instant expiresAt) implements ScopeSerializable {}

    int held(String scopeId, Instant now) {
        Loan loan = loans.get(scopeId);
        return loan == null || !loan.expiresAt().isAfter(now) ? 0 : loan.seats();
    }

    /** What all scopes but this one hold. */
    int heldByOthers(String scopeId, Instant now) {
        return loans.keySet().stream()
                .filter(id -> !id.equals(scopeId))
                .mapToInt(id -> held(id, now))
                .sum();
    }

    AccountState apply(AccountEvent event) {
        Map<String, Loan> next = new HashMap<>(loans);
        if (event instanceof AccountEvent.SeatsLent e) {
            next.put(e.scopeId(), new Loan(e.seats(), e.expiresAt()));
        } else if (event instanceof AccountEvent.SeatsReturned e) {
            next.remove(e.scopeId());
        }
        return new AccountState(next);
    }

    /**
     * What a scope that needs {@code needed} seats gets: a few more than that while many are free, never more than there
     * are; what it holds already when even those are not there.
     */
    int grant(String scopeId, int needed, int limit, int maxBlock, Instant now) {
        int free = Math.max(0, limit - heldByOthers(scopeId, now));
        if (needed > free) {
            return Math.min(held(scopeId, now), free);
        }
        int spare = Math.min(maxBlock, (free - needed) / 4);
        return needed + spare;
    }
}
