package io.mediascope.transport.wire;

import io.netty.handler.codec.DecoderException;

/** The peer does not speak this protocol. The connection is of no further use. */
public final class MalformedWireException extends DecoderException {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    /** @param tooLarge see {@link #tooLarge()} */
    public MalformedWireException(String message, boolean tooLarge) {
        super(message);
        this.tooLarge = tooLarge;
    }

    /** True when a length was over its limit, false when the bytes make no sense. */
    public boolean tooLarge() {
        return tooLarge;
    }

    /** Peers make these at will; a stack trace would cost more than the message and say nothing. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
