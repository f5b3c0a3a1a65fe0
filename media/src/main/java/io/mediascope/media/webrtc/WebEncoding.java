package io.mediascope.media.webrtc;

import io.mediascope.media.model.LayerName;

/**
 * One encoding of a section that a client publishes, or the one that the node sends in a section.
 *
 * @param rid empty when the encodings are told apart by SSRC, or there is only one
 * @param ssrc 0 = not said in SDP: latched from the first packets
 * @param rtxSsrc 0 = none, or not said
 */
public record WebEncoding(String rid, LayerName layer, int ssrc, int rtxSsrc) {}
