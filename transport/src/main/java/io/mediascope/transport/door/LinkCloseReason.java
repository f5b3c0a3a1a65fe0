package io.mediascope.transport.door;

/** Why a link ended. */
public enum LinkCloseReason {
    /** The peer closed the connection. */
    PEER_CLOSED,
    /** Nothing arrived for the configured time. */
    SILENT,
    /** Not a message: bad length, bad protobuf, too large. */
    MALFORMED,
    /** More messages or bytes than a client may send. */
    FLOOD,
    /** The peer does not read what is sent to it. */
    SLOW_READER,
    /** No AuthRequest in time. */
    NO_AUTH,
    /** Closed by this node. */
    LOCAL,
    /** The connection broke. */
    IO_ERROR
}
