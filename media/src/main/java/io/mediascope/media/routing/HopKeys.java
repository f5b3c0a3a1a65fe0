package io.mediascope.media.routing;

import io.mediascope.media.srtp.SrtpKey;

/**
 * SRTCP between a participant and its hop: one key for each direction.
 *
 * @param clientSsrc SSRC that the client's RTCP carries as its sender
 * @param nodeSsrc SSRC that the relay's RTCP to this client carries as its sender
 */
public record HopKeys(int clientSsrc, int nodeSsrc, SrtpKey clientToNode, SrtpKey nodeToClient) {}
