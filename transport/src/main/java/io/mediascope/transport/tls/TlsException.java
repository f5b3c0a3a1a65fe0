package io.mediascope.transport.tls;

/** A certificate, key or pin that cannot be used. The text says which one, why, and what would be right. */
public final class TlsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TlsException(String message) {
        super(message);
    }

    public TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
