package io.mediascope.transport.wire;

/** Names and limits of the wire that nodes and clients share. */
public final class WireProtocol {
    /** The version that this code speaks, in {@code AuthRequest.protocol_version}. */
    public static final int VERSION = 1;

    /** ALPN names (RFC 7301). */
    public static final String ALPN_LINK = "mediascope/1";

    public static final String ALPN_MEDIA = "mediascope-media/1";
    public static final String ALPN_HTTP = "http/1.1";

    /** Largest Envelope, without its length field. */
    public static final int MAX_ENVELOPE_BYTES = 262_144;

    /** Largest MediaEnvelope, without its length field. */
    public static final int MAX_MEDIA_ENVELOPE_BYTES = 65_540;

    /** Largest packet in a MediaFrame: what fits with the longest tags and lengths around it. */
    public static final int MAX_PACKET_BYTES = MAX_MEDIA_ENVELOPE_BYTES - 10;

    static final int LENGTH_FIELD_BYTES = 4;

    private WireProtocol() {}
}
