package io.mediascope.transport.relay;

import io.mediascope.media.cache.CacheBudget;
import io.mediascope.transport.relay.counters.RelayCounters;

/** What the parts of one loop share. */
record LoopContext(
        RelayCounters counters,
        Turn turn,
        RtcpOut rtcpOut,
        PathTable paths,
        SsrcTable ssrcs,
        CacheBudget cacheBudget) {}
