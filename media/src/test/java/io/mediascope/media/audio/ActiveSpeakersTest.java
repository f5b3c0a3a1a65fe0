package io.mediascope.media.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ActiveSpeakersTest {
    private static final long PACKET_NS = 20_000_000;

    private final ActiveSpeakers speakers = new ActiveSpeakers();
    private final Speaker ann = speakers.add("ann");
    private final Speaker bob = speakers.add("bob");
    private long now;
    private int changes;

    @Test
    void shouldTellWhoSpeaksLoudestFirst() {
        talk(1000, 127, 127);
        assertThat(changes).isZero();
        talk(400, 30, 127);
        assertThat(speakers.current()).containsExactly(new SpeakerLevel("ann", 30));
        talk(400, 30, 20);
        assertThat(users()).containsExactly("ann", "bob");
        assertThat(speakers.dominant()).contains("ann");
        talk(1000, 30, 20);
        assertThat(users()).containsExactly("bob", "ann");
        assertThat(speakers.dominant()).contains("bob");
    }

    @Test
    void shouldNotChangeForACoughOrABreath() {
        talk(1000, 30, 127);
        int before = changes;
        talk(60, 30, 10);
        talk(1000, 30, 127);
        talk(300, 127, 127);
        talk(600, 30, 127);
        assertThat(users()).containsExactly("ann");
        assertThat(changes).isEqualTo(before);
    }

    @Test
    void shouldEndAfterSilenceAndKeepTheDominantOne() {
        talk(1000, 30, 127);
        talk(1000, 127, 127);
        assertThat(speakers.current()).isEmpty();
        assertThat(speakers.dominant()).contains("ann");
        talk(400, 127, 40);
        assertThat(speakers.dominant()).contains("bob");
    }

    @Test
    void shouldForgetWhoLeft() {
        talk(1000, 30, 127);
        speakers.remove(ann);
        talk(400, 0, 127);
        assertThat(speakers.current()).isEmpty();
        assertThat(speakers.dominant()).isEmpty();
    }

    @Test
    void shouldEndForWhoSendsNothing() {
        talk(1000, 30, 127);
        for (int i = 0; i < 50; i++) {
            tick();
        }
        assertThat(speakers.current()).isEmpty();
    }

    @Test
    void shouldTellOfLevelsOnlyWhenTheyChangeMuch() {
        talk(1000, 30, 127);
        int before = changes;
        talk(1000, 33, 127);
        assertThat(changes).isEqualTo(before);
        talk(1000, 10, 127);
        assertThat(changes).isGreaterThan(before);
        assertThat(speakers.current().get(0).level()).isLessThan(16);
    }

    private List<String> users() {
        return speakers.current().stream().map(SpeakerLevel::userId).toList();
    }

    private void talk(int ms, int annLevel, int bobLevel) {
        for (int at = 0; at < ms; at += 20) {
            ann.level(annLevel);
            bob.level(bobLevel);
            tick();
        }
    }

    private void tick() {
        now += PACKET_NS;
        changes += speakers.tick(now) ? 1 : 0;
    }
}
