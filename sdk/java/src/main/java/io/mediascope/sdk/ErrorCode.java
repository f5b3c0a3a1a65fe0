package io.mediascope.sdk;

import io.mediascope.transport.wire.v1.RefusalReason;

/** What went wrong. The codes of refusals carry the names that the node uses. */
public enum ErrorCode {
    TOKEN_MALFORMED,
    TOKEN_BAD_SIGNATURE,
    TOKEN_UNKNOWN_APPLICATION,
    TOKEN_UNKNOWN_KEY,
    TOKEN_KEY_REVOKED,
    TOKEN_EXPIRED,
    TOKEN_NOT_YET_VALID,
    TOKEN_WRONG_SCOPE,
    MISSING_GRANT,
    USER_ALREADY_IN_SCOPE,
    SCOPE_FULL,
    APPLICATION_OVER_LIMIT,
    CLIENT_TOO_OLD,
    JOURNAL_UNAVAILABLE,
    NODE_FULL,
    NODE_DRAINING,
    BAD_REQUEST,
    WRONG_STATE,
    TOO_MANY_TRACKS,
    TRACK_EXISTS,
    UNKNOWN_TRACK,
    UNKNOWN_USER,
    RATE_LIMITED,
    TICKET_INVALID,
    UNSUPPORTED_CODEC,
    MESSAGE_TOO_LARGE,
    TIMED_OUT,
    INTERNAL_ERROR,
    REPLACED_BY_NEWER_LINK,
    REMOVED_BY_ADMIN,
    /** A refusal that this version of the SDK does not know. */
    REFUSED_OTHERWISE,
    /** No resolver gave an address within the retry limit. */
    RESOLVE_FAILED,
    /** The node could not be reached, or the link broke, and the retry limit is spent. */
    LINK_FAILED,
    /** The node's certificate is not the one that was asked for. */
    TLS_UNTRUSTED,
    /** The token supplier threw. */
    TOKEN_SUPPLIER_FAILED,
    /** A callback or a source or sink of the application threw; the call goes on. */
    APPLICATION_CALLBACK_FAILED,
    /** The connection was closed before the request was answered. */
    DISCONNECTED;

    static ErrorCode of(RefusalReason reason) {
        if (reason == RefusalReason.REFUSAL_REASON_UNSPECIFIED || reason == RefusalReason.UNRECOGNIZED) {
            return REFUSED_OTHERWISE;
        }
        return valueOf(reason.name());
    }
}
