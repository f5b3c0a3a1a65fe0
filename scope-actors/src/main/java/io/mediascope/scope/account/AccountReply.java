package io.mediascope.scope.account;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.mediascope.scope.model.ScopeSerializable;
import java.time.Instant;

/** What an application's account answers to a scope. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AccountReply.Lent.class, name = "lent"),
    @JsonSubTypes.Type(value = AccountReply.OverLimit.class, name = "overLimit"),
})
public sealed interface AccountReply extends ScopeSerializable {
    /**
     * @param seats all that the scope holds now
     */
    record Lent(int seats, Instant expiresAt) implements AccountReply {}

    /**
     * Nothing is free.
     *
     * @param seats what the scope holds none the less
     */
    record OverLimit(int seats, Instant expiresAt, int limit) implements AccountReply {}
}
