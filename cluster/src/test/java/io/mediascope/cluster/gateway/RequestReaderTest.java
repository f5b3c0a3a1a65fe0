package io.mediascope.cluster.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.LayerName;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.LayerRequest;
import io.mediascope.transport.wire.v1.MediaTicketRequest;
import io.mediascope.transport.wire.v1.P2pCandidates;
import io.mediascope.transport.wire.v1.P2pEstablished;
import io.mediascope.transport.wire.v1.P2pFailed;
import io.mediascope.transport.wire.v1.P2pRelayCarries;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.PublishRequest;
import io.mediascope.transport.wire.v1.QualityReport;
import io.mediascope.transport.wire.v1.StreamQuality;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.mediascope.transport.wire.v1.TrackRef;
import io.mediascope.transport.wire.v1.UnpublishRequest;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RequestReaderTest {
    private static final io.mediascope.transport.wire.v1.TrackOffer CAMERA =
            io.mediascope.transport.wire.v1.TrackOffer.newBuilder()
                    .setTrackId("cam")
                    .setKind(io.mediascope.transport.wire.v1.TrackKind.TRACK_KIND_VIDEO)
                    .setCodec(io.mediascope.transport.wire.v1.Codec.CODEC_VP8)
                    .setLabel("front")
                    .addLayers(LayerOffer.newBuilder()
                            .setLayer(LayerName.LAYER_NAME_HIGH)
                            .setMaxBitrateBps(900_000)
                            .setWidth(640)
                            .setHeight(360)
                            .setMaxFrameRate(30))
                    .build();
    private static final TrackOffer CAMERA_OFFER = new TrackOffer(
            "cam",
            TrackKind.VIDEO,
            Codec.VP8,
            List.of(new TrackOffer.LayerOffer(io.mediascope.media.model.LayerName.HIGH, 900_000, 640, 360, 30)),
            "front");

    @Test
    void shouldReadAuthentication() {
        ClientRequest.Authenticate read = RequestReader.authenticate(auth().addTracks(CAMERA)
                .setSubscription(SubscriptionRequest.newBuilder().setMode(SubscriptionRequest.Mode.MODE_NONE))
                .setResumeTicket(ByteString.copyFrom(new byte[] {1, 2}))
                .build());

        assertThat(read.clientKind()).isEqualTo(ClientKind.NATIVE);
        assertThat(read.tracks()).containsExactly(CAMERA_OFFER);
        assertThat(read.subscription()).isEqualTo(RouteSubscription.NONE);
        assertThat(read.resumeTicket()).containsExactly(1, 2);
        assertThat(RequestReader.authenticate(auth().build()).subscription()).isEqualTo(RouteSubscription.ALL);
        assertThat(RequestReader.authenticate(auth().build()).resumeTicket()).isNull();
    }

    @Test
    void shouldReadEveryRequest() {
        assertThat(read(e -> e.setPublishRequest(PublishRequest.newBuilder().addTracks(CAMERA))))
                .isEqualTo(new ClientRequest.Publish(List.of(CAMERA_OFFER)));
        assertThat(read(e -> e.setUnpublishRequest(UnpublishRequest.newBuilder().addTrackIds("cam"))))
                .isEqualTo(new ClientRequest.Unpublish(List.of("cam")));
        assertThat(read(e -> e.setSubscriptionRequest(SubscriptionRequest.newBuilder()
                        .setMode(SubscriptionRequest.Mode.MODE_LISTED)
                        .addListed(TrackRef.newBuilder().setUserId("bob")))))
                .isEqualTo(new ClientRequest.Subscribe(new RouteSubscription(
                        RouteSubscription.Mode.LISTED, List.of(new TrackKey("bob", "")), List.of())));
        assertThat(read(e -> e.setLayerRequest(LayerRequest.newBuilder()
                        .setTrack(TrackRef.newBuilder().setUserId("bob").setTrackId("cam"))
                        .setPaused(true))))
                .isEqualTo(new ClientRequest.ChooseLayer(
                        new TrackKey("bob", "cam"), io.mediascope.media.model.LayerName.HIGH, true));
        assertThat(read(e -> e.setMediaTicketRequest(MediaTicketRequest.getDefaultInstance())))
                .isEqualTo(new ClientRequest.MediaTicketWanted());
        assertThat(read(e -> e.setGoodbye(Goodbye.newBuilder().setReason("done"))))
                .isEqualTo(new ClientRequest.Goodbye("done"));
        assertThat(read(e -> e.setQualityReport(QualityReport.newBuilder()
                        .setIntervalMs(5000)
                        .addStreams(StreamQuality.newBuilder()
                                .setSsrc(-2)
                                .setPacketsReceived(3)
                                .setPacketsLost(4)
                                .setBytesReceived(5)
                                .setJitterUs(6)
                                .setRoundTripUs(7)
                                .setFramesDecoded(8)
                                .setFreezes(9)))))
                .isEqualTo(new ClientRequest.ReportQuality(
                        5000, List.of(new ClientRequest.StreamQuality(-2, 3, 4, 5, 6, 7, 8, 9))));
        ClientRequest.SendData data = (ClientRequest.SendData) read(e -> e.setDataMessage(
                DataMessage.newBuilder().setToUser("bob").setTopic("t").setPayload(ByteString.copyFromUtf8("x"))));
        assertThat(data.toUser()).isEqualTo("bob");
        assertThat(data.topic()).isEqualTo("t");
        assertThat(data.payload()).containsExactly('x');
    }

    @Test
    void shouldReadEveryPeerToPeerReport() {
        assertThat(p2p(r -> r.setCandidates(P2pCandidates.newBuilder()
                        .addCandidates(io.mediascope.transport.wire.v1.HostPort.newBuilder()
                                .setHost("::1")
                                .setPort(9)))))
                .isEqualTo(new ClientRequest.P2pOutcome.Candidates(List.of(new HostPort("::1", 9))));
        assertThat(p2p(r -> r.setEstablished(
                        P2pEstablished.newBuilder().setRemote("a:1").setRoundTripUs(2))))
                .isEqualTo(new ClientRequest.P2pOutcome.Established("a:1", 2));
        assertThat(p2p(r -> r.setFailed(P2pFailed.newBuilder().setReason("none"))))
                .isEqualTo(new ClientRequest.P2pOutcome.Failed("none"));
        assertThat(p2p(r -> r.setRelayCarries(P2pRelayCarries.getDefaultInstance())))
                .isEqualTo(new ClientRequest.P2pOutcome.RelayCarries());
    }

    @Test
    void shouldIgnoreWhatALaterVersionSends() {
        assertThat(RequestReader.read(Envelope.newBuilder().setRequestId(4).build()))
                .isNull();
    }

    @Test
    void shouldRefuseHostileValuesWithAText() {
        refused(
                "track_id",
                e -> e.setPublishRequest(
                        PublishRequest.newBuilder().addTracks(CAMERA.toBuilder().setTrackId("../etc"))));
        refused(
                "twice",
                e -> e.setPublishRequest(
                        PublishRequest.newBuilder().addTracks(CAMERA).addTracks(CAMERA)));
        refused("tracks must be", e -> e.setPublishRequest(PublishRequest.getDefaultInstance()));
        refused(
                "cannot be coded",
                e -> e.setPublishRequest(PublishRequest.newBuilder()
                        .addTracks(CAMERA.toBuilder().setCodec(io.mediascope.transport.wire.v1.Codec.CODEC_OPUS))));
        refused(
                "codec",
                e -> e.setPublishRequest(
                        PublishRequest.newBuilder().addTracks(CAMERA.toBuilder().setCodecValue(99))));
        refused(
                "layers",
                e -> e.setPublishRequest(
                        PublishRequest.newBuilder().addTracks(CAMERA.toBuilder().clearLayers())));
        refused(
                "max_bitrate_bps",
                e -> e.setPublishRequest(PublishRequest.newBuilder()
                        .addTracks(CAMERA.toBuilder()
                                .setLayers(0, CAMERA.getLayers(0).toBuilder().setMaxBitrateBps(-1)))));
        refused("to_user", e -> e.setDataMessage(DataMessage.newBuilder().setToUser("a|b")));
        refused("topic", e -> e.setDataMessage(DataMessage.newBuilder().setTopic("x".repeat(300))));
        refused("mode", e -> e.setSubscriptionRequest(SubscriptionRequest.getDefaultInstance()));
        refused(
                "packets_lost",
                e -> e.setQualityReport(QualityReport.newBuilder()
                        .addStreams(StreamQuality.newBuilder().setPacketsLost(-1))));
        refused(
                "candidate",
                e -> e.setP2PReport(P2pReport.newBuilder()
                        .setCandidates(P2pCandidates.newBuilder()
                                .addCandidates(io.mediascope.transport.wire.v1.HostPort.newBuilder()
                                        .setHost("a")
                                        .setPort(70_000)))));
        refused("what happened", e -> e.setP2PReport(P2pReport.getDefaultInstance()));
        refused("only a node", e -> e.setAuthResponse(AuthResponse.getDefaultInstance()));
        refused("already", e -> e.setAuthRequest(AuthRequest.getDefaultInstance()));
        assertThatThrownBy(() -> RequestReader.authenticate(auth().clearJoinId().build()))
                .isInstanceOf(BadMessageException.class)
                .hasMessageContaining("join_id");
        assertThatThrownBy(() ->
                        RequestReader.authenticate(auth().clearClientKind().build()))
                .isInstanceOf(BadMessageException.class)
                .hasMessageContaining("client_kind");
    }

    private static AuthRequest.Builder auth() {
        return AuthRequest.newBuilder()
                .setJoinId("j1")
                .setClientVersion("1")
                .setClientKind(io.mediascope.transport.wire.v1.ClientKind.CLIENT_KIND_NATIVE);
    }

    private static ClientRequest.P2pOutcome p2p(Consumer<P2pReport.Builder> fill) {
        P2pReport.Builder report = P2pReport.newBuilder().setAttempt(3);
        fill.accept(report);
        ClientRequest.P2pReport read = (ClientRequest.P2pReport) read(e -> e.setP2PReport(report));
        assertThat(read.attempt()).isEqualTo(3);
        return read.outcome();
    }

    private static ClientRequest read(Consumer<Envelope.Builder> fill) {
        Envelope.Builder envelope = Envelope.newBuilder().setRequestId(1);
        fill.accept(envelope);
        ClientRequest request = RequestReader.read(envelope.build());
        assertThat(request).isNotNull();
        return request;
    }

    private static void refused(String text, Consumer<Envelope.Builder> fill) {
        assertThatThrownBy(() -> read(fill))
                .isInstanceOf(BadMessageException.class)
                .hasMessageContaining(text);
    }
}
