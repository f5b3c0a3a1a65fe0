package io.mediascope.cluster.gateway;

/** A client's message does not say what it must; the text goes back to it. Without a stack trace: strangers cause it. */
final class BadMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadMessageException(String message) {
        super(message, null, false, false);
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
