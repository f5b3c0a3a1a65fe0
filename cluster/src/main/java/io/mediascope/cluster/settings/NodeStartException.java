package io.mediascope.cluster.settings;

/** A node cannot start. The message is one line for a person: what was wrong, where, and what would be right. */
public final class NodeStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeStartException(String message) {
        super(message);
    }

    public NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
