package io.mediascope.cluster;

import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.metrics.PrometheusText;
import io.mediascope.transport.door.DoorCounter;
import io.mediascope.transport.door.FrontDoor;
import io.mediascope.transport.relay.NettyRelayEngine;
import io.mediascope.transport.relay.RelayLoad;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.web.WebCounter;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.Objects;

/** All counters of a node as text. */
final class NodeMetrics {
    private NodeMetrics() {}

    static String write(
            NodeHealth health, NettyRelayEngine engine, FrontDoor door, NodeCounters counters, long unread) {
        PrometheusText text = new PrometheusText();
        gauges(text, health, engine.load());
        Map<RelayCounter, Long> relays = engine.counters();
        text.counted(RelayCounter.values(), counter -> Objects.requireNonNull(relays.get(counter)));
        text.gauge(
                "mediascope_relay_segmenting", "1 when UDP sockets send segmented (GSO)", engine.segmenting() ? 1 : 0);
        text.counter("mediascope_relay_loop_cpu_seconds", "CPU time of the relay loops", engine.loopCpuNs() / 1e9);
        text.counter(
                "mediascope_relay_loop_allocated_bytes",
                "Bytes that the relay loops allocated on the Java heap",
                engine.loopAllocatedBytes());
        text.counted(WebCounter.values(), engine.webCounters()::get);
        text.counted(DoorCounter.values(), door.counters()::get);
        text.counted(NodeCounter.values(), counters::get);
        text.counters("mediascope_node_refusals", "Requests refused by reason", "reason", counters.refusals());
        text.counter(
                "mediascope_node_messages_unread",
                "Messages and events that this version could not read: a newer one wrote them",
                unread);
        jvm(text);
        return text.toString();
    }

    private static void gauges(PrometheusText text, NodeHealth health, RelayLoad load) {
        text.gauge("mediascope_node_ready", "1 when the node serves joins", health.ready() ? 1 : 0);
        text.gauge("mediascope_node_journal_up", "1 when the journal answers", health.journalUp() ? 1 : 0);
        text.gauge("mediascope_node_uptime_seconds", "Time since the start", health.uptimeMs() / 1000.0);
        text.gauge("mediascope_node_sessions", "Links that have a session", health.links());
        text.gauge("mediascope_relay_relays", "Relays on this node", load.relays());
        text.gauge("mediascope_relay_participants", "Participants on this node's relays", load.participants());
        text.gauge("mediascope_relay_in_packets_per_second", "RTP received", (double) load.packetsInPerSecond());
        text.gauge("mediascope_relay_out_packets_per_second", "RTP forwarded", (double) load.packetsOutPerSecond());
        text.gauge("mediascope_relay_busy_ratio", "The busiest loop's share of time at work", load.busyFraction());
    }

    private static void jvm(PrometheusText text) {
        long collectionMs = ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(collector -> Math.max(0, collector.getCollectionTime()))
                .sum();
        text.gauge(
                "mediascope_node_start_time_seconds",
                "Start of the process since 1970",
                ManagementFactory.getRuntimeMXBean().getStartTime() / 1000.0);
        text.gauge("mediascope_jvm_heap_used_bytes", "Heap in use", (double)
                ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        text.gauge(
                "mediascope_jvm_gc_seconds",
                "Time spent in garbage collections since the start",
                collectionMs / 1000.0);
        text.gauge(
                "mediascope_jvm_threads",
                "Live threads",
                ManagementFactory.getThreadMXBean().getThreadCount());
    }
}
