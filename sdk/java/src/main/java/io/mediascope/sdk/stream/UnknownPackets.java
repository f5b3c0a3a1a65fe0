package io.mediascope.sdk.stream;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;

/** The last packets of SSRCs that are not known yet: media may overtake the message that announces its track. */
public final class UnknownPackets {
    private record Held(int ssrc, byte[] packet, Hop from, long atNs) {}

    private static final int MAX_PACKETS = 64;
    private static final long MAX_AGE_NS = 200_000_000L;

    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private long total;

    public void add(int ssrc, byte[] buf, int length, Hop from, long nowNs) {
        total++;
        if (held.size() >= MAX_PACKETS) {
            held.poll();
        }
        held.add(new Held(ssrc, Arrays.copyOf(buf, length), from, nowNs));
    }

    /** Gives the stream what is held for it. */
    public void replay(ReceiveStream stream, long nowNs) {
        for (Iterator<Held> all = held.iterator(); all.hasNext(); ) {
            Held packet = all.next();
            if (packet.ssrc() == stream.id().ssrc()) {
                all.remove();
                if (nowNs - packet.atNs() <= MAX_AGE_NS) {
                    stream.packet(packet.packet(), packet.packet().length, packet.from(), nowNs);
                }
            }
        }
    }

    /** Ever seen. */
    public long total() {
        return total;
    }
}
