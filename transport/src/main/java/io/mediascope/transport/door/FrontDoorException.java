package io.mediascope.transport.door;

/** The front door cannot open. The text is one line for whoever starts the node. */
public final class FrontDoorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FrontDoorException(String message, Throwable cause) {
        super(message, cause);
    }
}
