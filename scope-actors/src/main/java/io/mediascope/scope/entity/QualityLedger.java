package io.mediascope.scope.entity;

import io.mediascope.scope.journal.MessageTotals;
import io.mediascope.scope.journal.StreamQuality;
import io.mediascope.scope.journal.StreamQuality.Direction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The last known figures of all streams, from the relay and from clients, until they are reported. */
final class QualityLedger {
    private static final int MAX_STREAMS = 2000;
    private final Map<Key, StreamQuality> streams = new LinkedHashMap<>();
    private final Map<String, MessageTotals> messages = new LinkedHashMap<>();

    private record Key(Direction direction, String sessionId, int ssrc) {}

    /** Which track an SSRC belongs to. */
    private record Layer(String trackId, String name) {
        static final Layer UNKNOWN = new Layer("", "");
    }

    void sample(ScopeState state, ScopeCommand.QualitySample sample) {
        sample.uplinks().forEach(u -> state.session(u.sessionId()).ifPresent(p -> put(up(p, u))));
        Map<Integer, Layer> layers = layers(state);
        sample.downlinks().forEach(d -> state.session(d.sessionId())
                .ifPresent(p -> put(down(p, d, layers.getOrDefault(d.ssrc(), Layer.UNKNOWN)))));
        sample.messages().forEach(m -> state.session(m.sessionId())
                .ifPresent(p -> messages.put(
                        p.sessionId(), new MessageTotals(p.sessionId(), p.userId(), m.messages(), m.bytes()))));
    }

    /** Adds one interval of a client to its totals. */
    void client(ScopeState state, Participant p, List<ScopeCommand.ReceiverSample> samples) {
        Map<Integer, Layer> layers = layers(state);
        samples.stream().limit(MAX_STREAMS).forEach(s -> add(p, s, layers.getOrDefault(s.ssrc(), Layer.UNKNOWN)));
    }

    private static Map<Integer, Layer> layers(ScopeState state) {
        Map<Integer, Layer> layers = new HashMap<>();
        state.participants().values().forEach(p -> p.tracks().forEach(t -> t.layers()
                .forEach(l ->
                        layers.put(l.ssrc(), new Layer(t.trackId(), l.name().name())))));
        return layers;
    }

    /** Everything, bounded. */
    List<StreamQuality> streams() {
        return streams.values().stream().limit(MAX_STREAMS).toList();
    }

    List<StreamQuality> streamsOf(String sessionId) {
        return streams.values().stream()
                .filter(q -> q.sessionId().equals(sessionId))
                .limit(MAX_STREAMS)
                .toList();
    }

    List<MessageTotals> messages() {
        return List.copyOf(messages.values());
    }

    List<MessageTotals> messagesOf(String sessionId) {
        MessageTotals totals = messages.get(sessionId);
        return totals == null ? List.of() : List.of(totals);
    }

    boolean nothing() {
        return streams.isEmpty() && messages.isEmpty();
    }

    /** Forgets who has left, and streams that are gone. */
    void follow(ScopeState state) {
        Predicate<String> gone = id -> !state.participants().containsKey(id);
        streams.keySet().removeIf(k -> gone.test(k.sessionId()));
        messages.keySet().removeIf(gone);
    }

    /** A reported stream that is no longer measured must not be reported for ever. */
    void reported() {
        List<Key> all = new ArrayList<>(streams.keySet());
        all.stream().filter(k -> k.direction() != Direction.RECEIVED).forEach(streams::remove);
    }

    private void add(Participant p, ScopeCommand.ReceiverSample s, Layer layer) {
        Key key = new Key(Direction.RECEIVED, p.sessionId(), s.ssrc());
        StreamQuality old = streams.get(key);
        if (old == null && streams.size() >= MAX_STREAMS) {
            return;
        }
        streams.put(
                key,
                new StreamQuality(
                        Direction.RECEIVED,
                        p.sessionId(),
                        p.userId(),
                        layer.equals(Layer.UNKNOWN) && old != null ? old.trackId() : layer.trackId(),
                        layer.equals(Layer.UNKNOWN) && old != null ? old.layer() : layer.name(),
                        s.ssrc(),
                        s.packetsReceived() + (old == null ? 0 : old.packets()),
                        s.bytesReceived() + (old == null ? 0 : old.bytes()),
                        s.packetsLost() + (old == null ? 0 : old.lostPackets()),
                        0,
                        0,
                        s.jitterUs(),
                        s.roundTripUs(),
                        0,
                        0,
                        s.framesDecoded() + (old == null ? 0 : old.framesDecoded()),
                        s.freezes() + (old == null ? 0 : old.freezes())));
    }

    private void put(StreamQuality q) {
        streams.put(new Key(q.direction(), q.sessionId(), q.ssrc()), q);
    }

    private static StreamQuality up(Participant p, ScopeCommand.UplinkSample u) {
        return new StreamQuality(
                Direction.UP,
                p.sessionId(),
                p.userId(),
                u.trackId(),
                u.layer().name(),
                u.ssrc(),
                u.packets(),
                u.bytes(),
                u.lostPackets(),
                u.retransmittedPackets(),
                0,
                u.jitterUs(),
                0,
                u.bitrateBps(),
                u.keyFrames(),
                0,
                0);
    }

    private static StreamQuality down(Participant p, ScopeCommand.DownlinkSample d, Layer layer) {
        return new StreamQuality(
                Direction.DOWN,
                p.sessionId(),
                p.userId(),
                layer.trackId(),
                layer.name(),
                d.ssrc(),
                d.packets(),
                d.bytes(),
                d.reportedLost(),
                d.retransmittedPackets(),
                d.droppedPackets(),
                0,
                d.roundTripUs(),
                0,
                0,
                0,
                0);
    }
}
