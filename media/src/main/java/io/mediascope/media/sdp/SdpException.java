package io.mediascope.media.sdp;

/** A description that cannot be taken; the message says to a person what is wrong and in which line. */
public final class SdpException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final int line;

    /** Why a description was refused. */
    public enum Reason {
        /** Not SDP, or it contradicts itself. */
        MALFORMED,
        /** Well-formed, but it asks for what this node does not do. */
        UNSUPPORTED,
        /** A media section has no codec that the scope allows. */
        NO_COMMON_CODEC
    }

    SdpException(Reason reason, int line, String what) {
        super(line > 0 ? "line " + line + ": " + what : what);
        this.reason = reason;
        this.line = line;
    }

    static SdpException malformed(int line, String what) {
        return new SdpException(Reason.MALFORMED, line, what);
    }

    static SdpException unsupported(int line, String what) {
        return new SdpException(Reason.UNSUPPORTED, line, what);
    }

    public Reason reason() {
        return reason;
    }

    /** From 1; 0 = the description as a whole. */
    public int line() {
        return line;
    }
}
