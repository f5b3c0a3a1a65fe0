package io.mediascope.transport.door;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;

/** What all connections of one front door share. */
record DoorContext(
        FrontDoorSettings settings,
        DoorHandlers handlers,
        DoorExtensions extensions,
        DoorCounters counters,
        SslContext tls,
        Executor tlsTasks,
        HalfOpenRegister halfOpen,
        AcceptRate acceptRate,
        Map<EventExecutor, DoorLoop> loops) {

    DoorLoop loopOf(Channel channel) {
        return Objects.requireNonNull(loops.get(channel.eventLoop()));
    }

    void count(DoorCounter counter) {
        counters.increment(counter);
    }
}
