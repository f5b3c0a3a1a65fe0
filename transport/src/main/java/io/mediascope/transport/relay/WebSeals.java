package io.mediascope.transport.relay;

import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpSender;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The contexts that a relay seals web publishers' streams with. A publication that leaves the routes and comes back goes on with its
 * indices: none is ever sealed twice.
 */
final class WebSeals {
    /** A publication after which so many others came is long gone. */
    private static final int MAX_REMEMBERED = 16_384;

    private record Publication(String sessionId, String trackId, int ssrc, int incarnation) {}

    private final Map<Publication, SrtpSender> seals = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Publication, SrtpSender> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    SrtpSender of(String sessionId, RouteStream stream) {
        Publication publication = new Publication(sessionId, stream.trackId(), stream.ssrc(), stream.incarnation());
        SrtpSender held = seals.get(publication);
        if (held != null) {
            held.setKey(stream.keys().get(0));
            return held;
        }
        SrtpSender seal =
                new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, stream.keys().get(0), stream.ssrc(), true);
        seals.put(publication, seal);
        return seal;
    }

    /**
     * The sequence number to go on with: the next one or, when numbers begin in the lower half, one that no receiver takes for an
     * older one.
     */
    static int nextSequence(SrtpSender seal) {
        if (seal.lastIndex() < 0) {
            return ThreadLocalRandom.current().nextInt(0x8000);
        }
        int next = (int) (seal.lastIndex() + 1) & 0xFFFF;
        while (next == 0x8000 || next == 0x8001) {
            seal.skip(next++);
        }
        return next < 0x8000 ? next : 0;
    }
}
