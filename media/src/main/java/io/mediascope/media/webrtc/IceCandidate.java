package io.mediascope.media.webrtc;

/**
 * A host candidate of the node (RFC 8839 section 5.1; RFC 6544 section 4.5 for TCP, which is passive).
 *
 * @param address a literal IPv4 or IPv6 address
 */
public record IceCandidate(boolean tcp, String address, int port) {}
