package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpService;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.EventExecutor;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What all connections of one front door share.
 *
 * @param http null until HTTP is served
 */
record DoorContext(
        FrontDoorSettings settings,
        DoorHandlers handlers,
        DoorExtensions extensions,
        DoorCounters counters,
        SslContext tls,
        Executor tlsTasks,
        HalfOpenRegister halfOpen,
        AcceptRate acceptRate,
        PlainConnections plain,
        Map<EventExecutor, DoorLoop> loops,
        AtomicReference<@Nullable HttpService> http) {

    DoorLoop loopOf(Channel channel) {
        return Objects.requireNonNull(loops.get(channel.eventLoop()));
    }

    void count(DoorCounter counter) {
        counters.increment(counter);
    }
}
