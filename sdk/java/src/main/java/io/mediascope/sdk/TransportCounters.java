package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Packets and bytes by media type and transport; a transport that carried nothing is absent. */
final class TransportCounters {
    private static final class Cell {
        long sentPackets;
        long sentBytes;
        long receivedPackets;
        long receivedBytes;
    }

    private final Map<Transport, Cell> audio = new EnumMap<>(Transport.class);
    private final Map<Transport, Cell> video = new EnumMap<>(Transport.class);

    void sent(MediaType type, Transport transport, long packets, long bytes) {
        if (packets == 0) {
            return;
        }
        Cell cell = cell(type, transport);
        cell.sentPackets += packets;
        cell.sentBytes += bytes;
    }

    void received(MediaType type, Transport transport, long bytes) {
        Cell cell = cell(type, transport);
        cell.receivedPackets++;
        cell.receivedBytes += bytes;
    }

    private Cell cell(MediaType type, Transport transport) {
        return (type == MediaType.AUDIO ? audio : video).computeIfAbsent(transport, t -> new Cell());
    }

    List<ScopeStatistics.TransportTotals> totals() {
        List<ScopeStatistics.TransportTotals> totals = new ArrayList<>();
        audio.forEach((transport, cell) -> totals.add(totals(MediaType.AUDIO, transport, cell)));
        video.forEach((transport, cell) -> totals.add(totals(MediaType.VIDEO, transport, cell)));
        return totals;
    }

    private static ScopeStatistics.TransportTotals totals(MediaType type, Transport transport, Cell cell) {
        return new ScopeStatistics.TransportTotals(
                type, transport, cell.sentPackets, cell.sentBytes, cell.receivedPackets, cell.receivedBytes);
    }
}
