package io.mediascope.scope.journal;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.LeaveReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** One life of a scope in which every kind of event happens, by name; the frozen bytes were made of these. */
public final class JournalSamples {
    private static final HomeNode HOME = new HomeNode("akka://n@10.0.0.1:2551", 7, "eu", "a.example", 7443);
    private static final HomeNode OTHER = new HomeNode("akka://n@10.0.0.2:2551", 8, "eu", "b.example", 7443);

    private final Map<String, ScopeEvent> events = new LinkedHashMap<>();
    private long sequenceNumber;

    private JournalSamples() {}

    public static Map<String, ScopeEvent> byName() {
        JournalSamples samples = new JournalSamples();
        samples.joins();
        samples.media();
        samples.homes();
        samples.ends();
        samples.later();
        return samples.events;
    }

    public static List<ScopeEvent> all() {
        return new ArrayList<>(byName().values());
    }

    private void joins() {
        add("ScopeCreated", new ScopeEvent.ScopeCreated(header(), HOME, 41));
        add("ParticipantJoined", joined("s1", "ann", Set.of(Grant.PUBLISH, Grant.SUBSCRIBE), 25));
        add("ParticipantJoined-bare", joined("s2", "bob", Set.of(), 0));
        add(
                "ParticipantReconnected",
                new ScopeEvent.ParticipantReconnected(
                        header(), "s1", "ann", "j2", link("c3", 2, new byte[] {4, 5, 6})));
        WantedMedia wanted = new WantedMedia(
                WantedMedia.Mode.LISTED,
                List.of(new WantedMedia.Track("bob", "cam"), new WantedMedia.Track("cat", "")),
                List.of(new WantedMedia.Layer("bob", "cam", LayerName.LOW, true)));
        add("LayerChanged", new ScopeEvent.LayerChanged(header(), "s1", "ann", wanted));
    }

    private void media() {
        add("TrackPublished", new ScopeEvent.TrackPublished(header(), "s1", "ann", track(TrackKind.SCREEN, 1)));
        add("TrackReplaced", new ScopeEvent.TrackReplaced(header(), "s1", "ann", track(TrackKind.SCREEN, 2)));
        add("TrackUnpublished", new ScopeEvent.TrackUnpublished(header(), "s1", "ann", "cam", "c5"));
        add(
                "TransportChanged",
                new ScopeEvent.TransportChanged(
                        header(), "s1", "ann", Transport.UDP_RELAY, "udp", Transport.TCP, "tls"));
        add(
                "TransportChanged-none",
                new ScopeEvent.TransportChanged(header(), "s2", "bob", null, "", Transport.UDP_P2P, "udp"));
        add("TopologyChanged", new ScopeEvent.TopologyChanged(header(), Topology.PEER_TO_PEER, "proved", 1L << 40));
    }

    private void homes() {
        add("ScopeResumed", new ScopeEvent.ScopeResumed(header(), 42));
        add("ScopeMoving", new ScopeEvent.ScopeMoving(header(), OTHER, 43, "the relay's node is gone"));
        add("ScopeMoved", new ScopeEvent.ScopeMoved(header(), OTHER));
    }

    private void ends() {
        StreamQuality quality = new StreamQuality(
                StreamQuality.Direction.DOWN, "s1", "ann", "cam", "HIGH", -3, 1L << 33, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        MessageTotals messages = new MessageTotals("s1", "ann", 12, 345);
        add("QualityReported", new ScopeEvent.QualityReported(header(), List.of(quality), List.of(messages)));
        Instant seen = Instant.parse("2026-01-02T03:04:05.678901Z");
        add("ParticipantLeft", new ScopeEvent.ParticipantLeft(header(), "s1", "ann", LeaveReason.LINK_LOST, seen));
        add(
                "ParticipantLeft-unseen",
                new ScopeEvent.ParticipantLeft(header(), "s2", "bob", LeaveReason.CLIENT_LEFT, null));
        add("ScopeDisposed", new ScopeEvent.ScopeDisposed(header(), "the last participant left"));
    }

    private ScopeEvent joined(String sessionId, String userId, Set<Grant> grants, int seats) {
        return new ScopeEvent.ParticipantJoined(
                header(),
                sessionId,
                userId,
                ClientKind.NATIVE,
                "1.2",
                grants,
                true,
                "j1",
                new WantedMedia(WantedMedia.Mode.ALL, List.of(), List.of()),
                seats,
                link("c1", 1, null));
    }

    private static ScopeEvent.LinkRecord link(String commandId, int epoch, byte[] previous) {
        return new ScopeEvent.LinkRecord(commandId, epoch, 41, 0x8000_0001, 17, new byte[] {1, 2, -3}, previous);
    }

    private static PublishedTrack track(TrackKind kind, int incarnation) {
        return new PublishedTrack(
                "cam",
                kind,
                Codec.VP8,
                "A camera, \u00fcber alles",
                List.of(
                        new PublishedTrack.Layer(LayerName.HIGH, -5, incarnation, 1_500_000, 1280, 720, 30),
                        new PublishedTrack.Layer(LayerName.LOW, 6, incarnation, 150_000, 320, 180, 15)),
                "c4");
    }

    /** Kinds that came later, with a header that stands there already: the bytes of those before stay as they are. */
    private void later() {
        EventHeader last = Objects.requireNonNull(events.get("ScopeDisposed")).header();
        add(
                "ParticipantMoved",
                new ScopeEvent.ParticipantMoved(last, "s1", "ann", "j3", link("c6", 3, new byte[] {7, 8, 9})));
    }

    private EventHeader header() {
        sequenceNumber++;
        Instant time = Instant.parse("2026-01-02T03:04:05.123456Z").plusSeconds(sequenceNumber);
        return new EventHeader("app", "room", 3, sequenceNumber, time, HOME.address(), HOME.region());
    }

    private void add(String name, ScopeEvent event) {
        events.put(name, event);
    }
}
