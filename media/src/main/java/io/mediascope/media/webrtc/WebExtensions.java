package io.mediascope.media.webrtc;

/**
 * Negotiated ids of RTP header extensions (RFC 8285) in one media section; 0 = not negotiated.
 *
 * @param mid RFC 9143
 * @param rid RFC 8852
 * @param repairedRid RFC 8852
 * @param audioLevel RFC 6464
 */
public record WebExtensions(
        int mid,
        int rid,
        int repairedRid,
        int audioLevel,
        int absSendTime,
        int transportSequence,
        int videoOrientation,
        int playoutDelay) {
    public static final WebExtensions NONE = new WebExtensions(0, 0, 0, 0, 0, 0, 0, 0);
}
