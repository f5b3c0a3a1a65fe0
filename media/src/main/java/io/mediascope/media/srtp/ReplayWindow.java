package io.mediascope.media.srtp;

/** Which of the last {@value #SIZE} packet indices were seen (RFC 3711 section 3.3.2). */
final class ReplayWindow {
    /** In packets: one second of a 10 Mbit/s stream. */
    static final int SIZE = 2048;
}
