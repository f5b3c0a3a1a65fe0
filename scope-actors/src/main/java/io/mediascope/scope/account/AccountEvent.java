package io.mediascope.scope.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;

/** What an account has lent, as it stands in the journal; frozen like the scope's events. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccountEvent.SeatsLent.class, name = "SeatsLent"),
    @JsonSubTypes.Type(value = AccountEvent.SeatsReturned.class, name = "SeatsReturned"),
})
sealed interface AccountEvent extends ScopeSerializable {
    /** All that a scope holds from now on. */
    record SeatsLent(String scopeId, int seats, Instant expiresAt) implements AccountEvent {}

    record SeatsReturned(String scopeId) implements AccountEvent {}
}
