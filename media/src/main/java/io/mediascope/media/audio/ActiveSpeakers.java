package io.mediascope.media.audio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks in a scope, from the audio levels of RFC 6464. Speech begins when two fifths of an interval's packets are loud and ends
 * after three quiet intervals; the dominant speaker stays until silent, or until another is twice as loud for three intervals. One thread.
 */
public final class ActiveSpeakers {
    /** How often levels are summed up. */
    public static final long INTERVAL_NS = 200_000_000;

    private static final double TWICE = 2;
    private static final int TAKEOVER_INTERVALS = 3;

    /** Changes of level smaller than this are not told. */
    private static final int LEVEL_STEP = 6;

    private final List<Speaker> speakers = new ArrayList<>();
    private List<SpeakerLevel> current = List.of();
    private @Nullable Speaker dominant;
    private @Nullable Speaker challenger;
    private int challenges;
    private boolean started;
    private long endsAtNs;

    /** A participant who may speak; give it its levels. */
    public Speaker add(String userId) {
        Speaker speaker = new Speaker(userId);
        speakers.add(speaker);
        return speaker;
    }

    /** The participant is gone. */
    public void remove(Speaker speaker) {
        speakers.remove(speaker);
        if (dominant == speaker) {
            dominant = null;
        }
        if (challenger == speaker) {
            challenger = null;
        }
    }

    /** Time passes; call at least once in an interval. Returns whether {@link #current} has changed. */
    public boolean tick(long nowNs) {
        if (!started) {
            started = true;
            endsAtNs = nowNs + INTERVAL_NS;
            return false;
        }
        if (nowNs - endsAtNs < 0) {
            return false;
        }
        endsAtNs = nowNs + INTERVAL_NS;
        for (int i = 0; i < speakers.size(); i++) {
            speakers.get(i).endInterval();
        }
        choose();
        return changed();
    }

    /** Those who speak now, the dominant one first, the others loudest first. */
    public List<SpeakerLevel> current() {
        return current;
    }

    /** The one to be shown large; it stays when it falls silent, until another speaks. */
    public Optional<String> dominant() {
        return Optional.ofNullable(dominant).map(Speaker::userId);
    }

    private void choose() {
        Speaker loudest = null;
        for (int i = 0; i < speakers.size(); i++) {
            Speaker speaker = speakers.get(i);
            if (speaker.speaking() && (loudest == null || speaker.loudness() > loudest.loudness())) {
                loudest = speaker;
            }
        }
        Speaker held = dominant;
        if (loudest == null || loudest == held) {
            challenges = 0;
        } else if (held == null || !held.speaking()) {
            dominant = loudest;
            challenges = 0;
        } else if (loudest.loudness() > TWICE * held.loudness()) {
            challenges = loudest == challenger ? challenges + 1 : 1;
            dominant = challenges >= TAKEOVER_INTERVALS ? loudest : held;
        } else {
            challenges = 0;
        }
        challenger = loudest;
    }

    private boolean changed() {
        List<SpeakerLevel> now = speakers.stream()
                .filter(Speaker::speaking)
                .sorted(Comparator.comparing((Speaker s) -> s != dominant).thenComparingInt(Speaker::level))
                .map(s -> new SpeakerLevel(s.userId(), s.level()))
                .toList();
        if (same(now)) {
            return false;
        }
        current = now;
        return true;
    }

    /** The same people, the same one first, at about the same levels; the order of the others alone is not worth telling. */
    private boolean same(List<SpeakerLevel> now) {
        if (now.size() != current.size()) {
            return false;
        }
        if (!now.isEmpty() && !now.get(0).userId().equals(current.get(0).userId())) {
            return false;
        }
        return now.stream().allMatch(n -> current.stream()
                .anyMatch(told -> told.userId().equals(n.userId()) && Math.abs(told.level() - n.level()) < LEVEL_STEP));
    }
}
