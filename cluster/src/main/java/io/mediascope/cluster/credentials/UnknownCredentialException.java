package io.mediascope.cluster.credentials;

/** An application or key that was named does not exist; the message says which, for a person. */
public final class UnknownCredentialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownCredentialException(String message) {
        super(message);
    }
}
