package io.mediascope.cluster.credentials;

import io.mediascope.scope.model.Refusal;

/** The outcome of checking a join token. */
public sealed interface TokenCheck {
    /** The token is good now. */
    record Valid(JoinClaims claims) implements TokenCheck {}

    /** The token is not good, for this reason. */
    record Refused(Refusal refusal) implements TokenCheck {}
}
