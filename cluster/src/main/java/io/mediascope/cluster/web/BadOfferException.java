package io.mediascope.cluster.web;

/** An offer of HTTP that asks for what WHIP and WHEP have not; the message is for the client's author. */
final class BadOfferException extends Exception {
    private static final long serialVersionUID = 1L;

    BadOfferException(String message) {
        super(message, null, false, false);
    }
}
