package io.mediascope.ops.node;

/** A node or its file did not do what was asked; the message is one line for the person. */
public final class RequestRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean badRequest;

    /**
     * @param badRequest whether the request itself was wrong, rather than what it met
     */
    public RequestRefused(String message, boolean badRequest) {
        super(message);
        this.badRequest = badRequest;
    }

    public RequestRefused(String message, Throwable cause) {
        super(message, cause);
        this.badRequest = false;
    }

    public boolean badRequest() {
        return badRequest;
    }
}
