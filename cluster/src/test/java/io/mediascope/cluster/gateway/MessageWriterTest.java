package io.mediascope.cluster.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ParticipantInfo;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.Envelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    private static final SrtpKey KEY = new SrtpKey(3, new byte[16], new byte[12]);
    private static final HopKeys HOP = new HopKeys(-5, 6, KEY, KEY);
    private static final StunCredentials STUN = new StunCredentials("00ab", "secret");
    private static final TrackInfo TRACK = new TrackInfo(
            "cam",
            TrackKind.SCREEN,
            Codec.VP8,
            List.of(new TrackInfo.LayerInfo(LayerName.LOW, -7, 2, 100, 64, 36, 15, List.of(KEY))),
            "screen",
            true);
    private static final ParticipantInfo BOB =
            new ParticipantInfo("bob", "bob-1", ClientKind.NATIVE, List.of(TRACK), Transport.TCP, null);

    @Test
    void shouldWriteMutedTracksAndSpeakers() {
        Envelope muted = MessageWriter.write(new ClientMessage.TrackMuted("bob", "cam", true));
        assertThat(muted.getUserEvent().getMuted().getTrackId()).isEqualTo("cam");
        assertThat(muted.getUserEvent().getMuted().getMuted()).isTrue();
        Envelope joined = MessageWriter.write(new ClientMessage.UserJoined(BOB));
        assertThat(joined.getUserEvent().getJoined().getTracks(0).getMuted()).isTrue();
        Envelope speakers =
                MessageWriter.write(new ClientMessage.Speakers(List.of(new ClientMessage.Speaker("bob", 12))));
        assertThat(speakers.getSpeakersNotice().getSpeakers(0).getUserId()).isEqualTo("bob");
        assertThat(speakers.getSpeakersNotice().getSpeakers(0).getLevel()).isEqualTo(12);
    }

    @Test
    void shouldWriteAnswers() {
        Envelope refused = MessageWriter.write(
                new ClientMessage.Refused(8, Refusal.retryable(RefusalReason.SCOPE_FULL, "full", 500)));
        assertThat(refused.getRequestId()).isEqualTo(8);
        assertThat(refused.getRefusal().getReason().name()).isEqualTo("SCOPE_FULL");
        assertThat(refused.getRefusal().getRetryable()).isTrue();
        assertThat(refused.getRefusal().getRetryAfterMs()).isEqualTo(500);

        Envelope accepted = MessageWriter.write(new ClientMessage.Accepted(9, List.of(TRACK)));
        var track = accepted.getRequestAccepted().getOwnTracks(0);
        assertThat(track.getKind().name()).isEqualTo("TRACK_KIND_SCREEN");
        assertThat(track.getLayers(0).getSsrc()).isEqualTo(-7);
        assertThat(track.getLayers(0).getIncarnation()).isEqualTo(2);
        assertThat(track.getLayers(0).getKeys(0).getMki()).isEqualTo(3);
        assertThat(track.getLayers(0).getKeys(0).getMasterKey().size()).isEqualTo(16);

        Envelope ticket = MessageWriter.write(new ClientMessage.MediaTicketIssued(10, new byte[] {4}, 30_000));
        assertThat(ticket.getRequestId()).isEqualTo(10);
        assertThat(ticket.getMediaTicket().getValidMs()).isEqualTo(30_000);

        Envelope redirect = MessageWriter.write(new ClientMessage.Redirected(new HostPort("other", 7443), "moved"));
        assertThat(redirect.getRedirect().getHost()).isEqualTo("other");
        assertThat(MessageWriter.write(new ClientMessage.Farewell("bye", true))
                        .getGoodbye()
                        .getReconnect())
                .isTrue();
    }

    @Test
    void shouldWriteNewKeys() {
        var keys = MessageWriter.write(
                        new ClientMessage.Rekeyed(List.of(new ClientMessage.Rekeyed.StreamKey("bob-1", -7, KEY)), 300))
                .getStreamKeys();
        assertThat(keys.getSwitchAfterMs()).isEqualTo(300);
        assertThat(keys.getStreams(0).getSsrc()).isEqualTo(-7);
        assertThat(keys.getStreams(0).getKey().getMki()).isEqualTo(3);
        assertThat(keys.getStreams(0).getKey().getMasterSalt().size()).isEqualTo(12);
    }

    @Test
    void shouldWriteUserEvents() {
        assertThat(event(new ClientMessage.UserJoined(BOB))
                        .getJoined()
                        .getAudioTransport()
                        .name())
                .isEqualTo("TRANSPORT_TCP");
        assertThat(event(new ClientMessage.UserJoined(BOB))
                        .getJoined()
                        .getVideoTransport()
                        .name())
                .isEqualTo("TRANSPORT_UNSPECIFIED");
        assertThat(event(new ClientMessage.UserLeft("bob", "bob-1", LeaveReason.NODE_LOST))
                        .getLeft()
                        .getReason()
                        .name())
                .isEqualTo("NODE_LOST");
        assertThat(event(new ClientMessage.UserReconnected("bob", "bob-1"))
                        .getReconnected()
                        .getSessionId())
                .isEqualTo("bob-1");
        assertThat(event(new ClientMessage.TracksPublished("bob", List.of(TRACK)))
                        .getPublished()
                        .getTracksCount())
                .isEqualTo(1);
        assertThat(event(new ClientMessage.TracksReplaced("bob", List.of(TRACK)))
                        .getReplaced()
                        .getUserId())
                .isEqualTo("bob");
        assertThat(event(new ClientMessage.TracksUnpublished("bob", List.of("cam")))
                        .getUnpublished()
                        .getTrackIds(0))
                .isEqualTo("cam");
        var changed = event(new ClientMessage.TransportChanged("bob", MediaType.VIDEO, Transport.UDP_P2P, "udp"))
                .getTransportChanged();
        assertThat(changed.getTransport().name()).isEqualTo("TRANSPORT_UDP_P2P");
        assertThat(changed.getMediaType().name()).isEqualTo("MEDIA_TYPE_VIDEO");
        assertThat(event(new ClientMessage.TopologyChanged(Topology.PEER_TO_PEER, "two"))
                        .getTopologyChanged()
                        .getTopology()
                        .name())
                .isEqualTo("TOPOLOGY_PEER_TO_PEER");
    }

    @Test
    void shouldWriteNotices() {
        var start = MessageWriter.write(new ClientMessage.P2pStart(4, "bob", STUN, STUN, HOP, true))
                .getP2PNotice();
        assertThat(start.getAttempt()).isEqualTo(4);
        assertThat(start.getStart().getRemote().getUfrag()).isEqualTo("00ab");
        assertThat(start.getStart().getRtcp().getClientSsrc()).isEqualTo(-5);
        assertThat(start.getStart().getControlling()).isTrue();
        assertThat(MessageWriter.write(new ClientMessage.P2pPeerCandidates(4, List.of(new HostPort("a", 1))))
                        .getP2PNotice()
                        .getPeerCandidates()
                        .getCandidatesCount())
                .isEqualTo(1);
        assertThat(MessageWriter.write(new ClientMessage.P2pSwitch(4))
                        .getP2PNotice()
                        .hasSwitchToPeer())
                .isTrue();
        assertThat(MessageWriter.write(new ClientMessage.P2pStop(4, true, "third"))
                        .getP2PNotice()
                        .getStop()
                        .getPlanned())
                .isTrue();
        assertThat(MessageWriter.write(new ClientMessage.P2pDrop(4))
                        .getP2PNotice()
                        .hasDrop())
                .isTrue();
        assertThat(MessageWriter.write(new ClientMessage.LayersNeeded("cam", List.of(LayerName.LOW)))
                        .getLayerNotice()
                        .getNeeded(0)
                        .name())
                .isEqualTo("LAYER_NAME_LOW");
        assertThat(MessageWriter.write(new ClientMessage.ProbeWanted()).hasProbeNotice())
                .isTrue();
        assertThat(MessageWriter.write(new ClientMessage.Data("bob", "t", new byte[] {1}))
                        .getDataMessage()
                        .getPayload()
                        .size())
                .isEqualTo(1);
    }

    @Test
    void shouldCutAWelcomeIntoPages() {
        List<ParticipantInfo> many = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            many.add(new ParticipantInfo("u" + i, "s" + i, ClientKind.NATIVE, List.of(TRACK), null, null));
        }
        List<Envelope> pages = welcome(many);

        assertThat(pages).hasSize(3);
        assertThat(pages.get(0).getAuthResponse().getMorePages()).isTrue();
        assertThat(pages.get(0).getAuthResponse().getParticipantsCount()).isEqualTo(100);
        assertThat(pages.get(2).getParticipantsPage().getMorePages()).isFalse();
        Set<String> users = new TreeSet<>();
        pages.get(0).getAuthResponse().getParticipantsList().forEach(p -> users.add(p.getUserId()));
        pages.subList(1, 3)
                .forEach(page ->
                        page.getParticipantsPage().getParticipantsList().forEach(p -> users.add(p.getUserId())));
        assertThat(users).hasSize(250);
    }

    @Test
    void shouldKeepPagesBelowTheLargestEnvelope() {
        TrackInfo big = new TrackInfo("t", TRACK.kind(), TRACK.codec(), TRACK.layers(), "x".repeat(256), false);
        List<ParticipantInfo> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new ParticipantInfo(
                    "u" + i, "s" + i, ClientKind.NATIVE, java.util.Collections.nCopies(64, big), null, null));
        }
        assertThat(welcome(many)).allMatch(page -> page.getSerializedSize() < WireProtocol.MAX_ENVELOPE_BYTES);
        assertThat(welcome(List.of())).hasSize(1);
    }

    private static io.mediascope.transport.wire.v1.UserEvent event(ClientMessage message) {
        return MessageWriter.write(message).getUserEvent();
    }

    private static List<Envelope> welcome(List<ParticipantInfo> others) {
        ClientMessage.Welcome welcome = new ClientMessage.Welcome(
                "app",
                "room",
                "alice",
                "alice-1",
                2,
                true,
                others,
                List.of(TRACK),
                new MediaEndpoints(List.of(new HostPort("127.0.0.1", 1)), List.of(), List.of()),
                STUN,
                HOP,
                new byte[] {9},
                Topology.RELAY);
        List<Envelope> pages = new WelcomeWriter(
                        Duration.ofSeconds(5), Duration.ofSeconds(15), () -> List.of(new HostPort("other", 7443)))
                .write(7, welcome, new byte[32], 1000);
        assertThat(pages).allMatch(page -> page.getRequestId() == 7);
        assertThat(pages.get(0).getAuthResponse().getLinkEpoch()).isEqualTo(2);
        assertThat(pages.get(0).getAuthResponse().getKeepaliveIntervalMs()).isEqualTo(5000);
        assertThat(pages.get(0).getAuthResponse().getOwnTracksCount()).isEqualTo(1);
        assertThat(pages.get(0).getAuthResponse().getFurtherNodesList())
                .singleElement()
                .satisfies(node ->
                        assertThat(node.getHost() + ":" + node.getPort()).isEqualTo("other:7443"));
        return pages;
    }
}
