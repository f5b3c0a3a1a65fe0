package io.mediascope.sdk;

/** Why a user is no longer in the scope. */
public enum LeaveReason {
    CLIENT_LEFT,
    LINK_LOST,
    NODE_LOST,
    REMOVED,
    REPLACED,
    SCOPE_CLOSED,
    UNKNOWN
}
