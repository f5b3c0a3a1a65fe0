package io.mediascope.transport.relay;

import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.webrtc.WebExtensions;

/** The header extensions that web publishers send for receivers, each {@link #ABSENT} or its bits. A reusable holder. */
final class WebExtras {
    static final int ABSENT = RtpExtensions.ABSENT;

    private static final int VOICE = 0x80;

    private int audioLevel = ABSENT;
    private int orientation = ABSENT;
    private int playoutDelay = ABSENT;

    void clear() {
        set(ABSENT, ABSENT, ABSENT);
    }

    void set(int level, int rotation, int delay) {
        audioLevel = level;
        orientation = rotation;
        playoutDelay = delay;
    }

    void copy(WebExtras other) {
        set(other.audioLevel, other.orientation, other.playoutDelay);
    }

    void read(RtpExtensions packet, WebExtensions ids) {
        int level = packet.audioLevel(ids.audioLevel());
        set(
                level == ABSENT ? ABSENT : level | (packet.voice(ids.audioLevel()) ? VOICE : 0),
                packet.videoOrientation(ids.videoOrientation()),
                packet.playoutDelay(ids.playoutDelay()));
    }

    /** The byte of RFC 6464 section 3: voice flag, level. */
    int audioLevel() {
        return audioLevel;
    }

    /** In -dBov, 0 to 127. */
    int audioLevelDbov() {
        return audioLevel == ABSENT ? ABSENT : audioLevel & ~VOICE;
    }

    boolean voice() {
        return audioLevel != ABSENT && (audioLevel & VOICE) != 0;
    }

    /** The byte of 3GPP TS 26.114 section 7.4.5. */
    int orientation() {
        return orientation;
    }

    /** The 24 bits of the playout delay extension. */
    int playoutDelay() {
        return playoutDelay;
    }
}
