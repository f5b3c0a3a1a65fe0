package io.mediascope.transport.relay;

import io.mediascope.media.audio.ActiveSpeakers;
import io.mediascope.media.audio.Speaker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Who speaks in a scope, of those whose packets carry audio levels; told when that changes, not too often. */
final class WebSpeakers {
    private static final long TELL_NS = 300_000_000L;

    private final ActiveSpeakers speakers = new ActiveSpeakers();
    private final Map<String, Speaker> bySession = new HashMap<>();
    private boolean untold;
    private boolean everTold;
    private long toldNs;

    /** To be given the levels of this participant. */
    Speaker of(String sessionId) {
        return bySession.computeIfAbsent(sessionId, speakers::add);
    }

    /** The participant has left. */
    void remove(String sessionId) {
        Speaker speaker = bySession.remove(sessionId);
        if (speaker != null) {
            speakers.remove(speaker);
        }
    }

    /** To be called each 20 ms or so. */
    void tick(long nowNs, RelayListener listener) {
        if (bySession.isEmpty() && speakers.current().isEmpty()) {
            return;
        }
        untold |= speakers.tick(nowNs);
        if (untold && (!everTold || nowNs - toldNs >= TELL_NS)) {
            untold = false;
            everTold = true;
            toldNs = nowNs;
            listener.speakersChanged(levels());
        }
    }

    private List<SpeakerLevel> levels() {
        return speakers.current().stream()
                .map(speaker -> new SpeakerLevel(speaker.userId(), -speaker.level()))
                .toList();
    }
}
