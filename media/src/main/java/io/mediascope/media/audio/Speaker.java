package io.mediascope.media.audio;

/** The audio levels of one participant. One thread, no allocation. */
public final class Speaker {
    /** Louder than this counts as speech, -dBov. */
    private static final int SPEECH_LEVEL = 45;

    private static final int SILENCE = 127;
    private static final double SMOOTHING = 0.5;
    private static final double BEGINS_AT = 0.4;
    private static final int HOLD_INTERVALS = 3;
    private static final double[] LOUDNESS = new double[SILENCE + 1];

    static {
        for (int level = 0; level < SILENCE; level++) {
            LOUDNESS[level] = Math.pow(10, -level / 20.0);
        }
    }

    private final String userId;
    private int packets;
    private int loud;
    private double sum;
    private double loudness;
    private int quietIntervals;
    private boolean speaking;

    Speaker(String userId) {
        this.userId = userId;
    }

    /** The level of a packet (RFC 6464): 0 to 127 in -dBov. */
    public void level(int level) {
        packets++;
        if (level <= SPEECH_LEVEL && level >= 0) {
            loud++;
            sum += LOUDNESS[level];
        }
    }

    String userId() {
        return userId;
    }

    boolean speaking() {
        return speaking;
    }

    /** Smoothed, 0 to 1, linear. */
    double loudness() {
        return loudness;
    }

    int level() {
        return loudness <= 0 ? SILENCE : (int) Math.min(SILENCE, Math.round(-20 * Math.log10(loudness)));
    }

    /** Ends an interval. */
    void endInterval() {
        double now = loud == 0 ? 0 : sum / loud;
        boolean active = packets > 1 && loud >= BEGINS_AT * packets;
        if (active) {
            loudness = speaking ? loudness + SMOOTHING * (now - loudness) : now;
            quietIntervals = 0;
            speaking = true;
        } else if (++quietIntervals >= HOLD_INTERVALS) {
            speaking = false;
            loudness = 0;
        }
        packets = 0;
        loud = 0;
        sum = 0;
    }
}
