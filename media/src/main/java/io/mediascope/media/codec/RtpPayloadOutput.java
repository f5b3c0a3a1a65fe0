package io.mediascope.media.codec;

/** Takes the payloads of a frame in order. */
@FunctionalInterface
public interface RtpPayloadOutput {
    /** Read {@code buf[off .. off + len)} before returning: it is used again. {@code marker}: for the RTP header. */
    void payload(byte[] buf, int off, int len, boolean marker);
}
