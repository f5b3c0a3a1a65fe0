package io.mediascope.transport.door;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The timers of one event loop: a single task looks at all of its connections. Used on that loop only. */
final class DoorLoop {
    /** Something with deadlines. */
    interface Member {
        /** Looks at its deadlines; false when it needs no further look. */
        boolean tick(long nowNs);

        /** The front door closes. */
        void shutdown();
    }

    private static final Logger LOG = LoggerFactory.getLogger(DoorLoop.class);

    private final List<Member> members = new ArrayList<>();

    DoorLoop(EventLoop loop, Duration tick) {
        loop.scheduleWithFixedDelay(this::tick, tick.toNanos(), tick.toNanos(), TimeUnit.NANOSECONDS);
    }

    void add(Member member) {
        members.add(member);
    }

    void shutdown() {
        List.copyOf(members).forEach(Member::shutdown);
    }

    private void tick() {
        long nowNs = System.nanoTime();
        int kept = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            if (tick(member, nowNs)) {
                members.set(kept++, member);
            }
        }
        members.subList(kept, members.size()).clear();
    }

    /** One member's fault must not end everyone's timers. */
    private static boolean tick(Member member, long nowNs) {
        try {
            return member.tick(nowNs);
        } catch (RuntimeException e) {
            LOG.error("the timer of a connection failed", e);
            return false;
        }
    }
}
