package io.mediascope.cluster.gateway;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.transport.wire.v1.AuthRequest;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerOffer;
import io.mediascope.transport.wire.v1.LayerRequest;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.QualityReport;
import io.mediascope.transport.wire.v1.StreamQuality;
import io.mediascope.transport.wire.v1.SubscriptionRequest;
import io.mediascope.transport.wire.v1.TrackRef;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A client's messages in the words of its session. Everything is checked here, so that nothing behind it meets a value that the
 * schema's comments forbid.
 *
 * <p>Throws {@link BadMessageException} with a text for the client's author.
 */
final class RequestReader {
    static final int MAX_TRACKS = 64;
    static final int MAX_LISTED = 10_000;
    static final int MAX_CANDIDATES = 16;
    static final int MAX_STREAM_REPORTS = 10_000;
    static final int MAX_TEXT = 256;
    static final int MAX_TICKET_BYTES = 256;
    private static final Pattern TRACK_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern JOIN_ID = Pattern.compile("[\\x21-\\x7e]{1,64}");
    private static final Pattern HOST = Pattern.compile("[0-9A-Za-z.:%_-]{1,255}");

    private RequestReader() {}

    /** Null for a message of a later version, which is ignored. */
    static @Nullable ClientRequest read(Envelope envelope) {
        return switch (envelope.getMessageCase()) {
            case PUBLISH_REQUEST ->
                new ClientRequest.Publish(offers(envelope.getPublishRequest().getTracksList(), 1));
            case UNPUBLISH_REQUEST ->
                new ClientRequest.Unpublish(
                        trackIds(envelope.getUnpublishRequest().getTrackIdsList()));
            case SUBSCRIPTION_REQUEST -> new ClientRequest.Subscribe(subscription(envelope.getSubscriptionRequest()));
            case LAYER_REQUEST -> layer(envelope.getLayerRequest());
            case QUALITY_REPORT -> quality(envelope.getQualityReport());
            case P2P_REPORT -> p2p(envelope.getP2PReport());
            case MUTE_REQUEST ->
                new ClientRequest.Mute(
                        trackId(envelope.getMuteRequest().getTrackId()),
                        envelope.getMuteRequest().getMuted());
            case MEDIA_TICKET_REQUEST -> new ClientRequest.MediaTicketWanted();
            case DATA_MESSAGE -> data(envelope);
            case GOODBYE ->
                new ClientRequest.Goodbye(text("reason", envelope.getGoodbye().getReason()));
            case AUTH_REQUEST -> throw new BadMessageException("this link is authenticated already");
            case MESSAGE_NOT_SET, PING, PONG -> null;
            default -> throw new BadMessageException("only a node may send " + envelope.getMessageCase());
        };
    }

    static ClientRequest.Authenticate authenticate(AuthRequest request) {
        if (!JOIN_ID.matcher(request.getJoinId()).matches()) {
            throw new BadMessageException("join_id must be 1 to 64 printable characters");
        }
        byte[] ticket = null;
        if (!request.getResumeTicket().isEmpty()) {
            ticket = bytes("resume_ticket", request.getResumeTicket(), MAX_TICKET_BYTES);
        }
        return new ClientRequest.Authenticate(
                WireEnums.clientKind(request.getClientKind()),
                text("client_version", request.getClientVersion()),
                request.getJoinId(),
                offers(request.getTracksList(), 0),
                request.hasSubscription() ? subscription(request.getSubscription()) : RouteSubscription.ALL,
                ticket,
                request.getMoves());
    }

    private static List<TrackOffer> offers(List<io.mediascope.transport.wire.v1.TrackOffer> wire, int least) {
        if (wire.size() < least || wire.size() > MAX_TRACKS) {
            throw new BadMessageException("tracks must be " + least + " to " + MAX_TRACKS + ", not " + wire.size());
        }
        Set<String> ids = new HashSet<>();
        for (io.mediascope.transport.wire.v1.TrackOffer offer : wire) {
            if (!ids.add(offer.getTrackId())) {
                throw new BadMessageException("the track_id " + shown(offer.getTrackId()) + " stands there twice");
            }
        }
        return wire.stream().map(RequestReader::offer).toList();
    }

    private static TrackOffer offer(io.mediascope.transport.wire.v1.TrackOffer wire) {
        TrackKind kind = WireEnums.trackKind(wire.getKind());
        Codec codec = WireEnums.codec(wire.getCodec());
        if ((kind.mediaType() == MediaType.AUDIO) != (codec == Codec.OPUS)) {
            throw new BadMessageException("a track of kind " + kind + " cannot be coded with " + codec);
        }
        if (wire.getLayersCount() == 0 || wire.getLayersCount() > LayerName.values().length) {
            throw new BadMessageException("a track must have 1 or 2 layers");
        }
        List<TrackOffer.LayerOffer> layers =
                wire.getLayersList().stream().map(RequestReader::layerOffer).toList();
        EnumSet<LayerName> names = EnumSet.noneOf(LayerName.class);
        layers.forEach(layer -> names.add(layer.layer()));
        if (names.size() != layers.size() || !names.contains(LayerName.HIGH)) {
            throw new BadMessageException("a track's layers must be HIGH, or HIGH and LOW");
        }
        return new TrackOffer(trackId(wire.getTrackId()), kind, codec, layers, text("label", wire.getLabel()));
    }

    private static TrackOffer.LayerOffer layerOffer(LayerOffer wire) {
        return new TrackOffer.LayerOffer(
                WireEnums.layer(wire.getLayer()),
                number("max_bitrate_bps", wire.getMaxBitrateBps(), Integer.MAX_VALUE),
                number("width", wire.getWidth(), 65_535),
                number("height", wire.getHeight(), 65_535),
                number("max_frame_rate", wire.getMaxFrameRate(), 1_000));
    }

    private static List<String> trackIds(List<String> wire) {
        if (wire.isEmpty() || wire.size() > MAX_TRACKS) {
            throw new BadMessageException("track_ids must be 1 to " + MAX_TRACKS + ", not " + wire.size());
        }
        return wire.stream().map(RequestReader::trackId).toList();
    }

    private static RouteSubscription subscription(SubscriptionRequest wire) {
        return switch (wire.getMode()) {
            case MODE_ALL -> RouteSubscription.ALL;
            case MODE_NONE -> RouteSubscription.NONE;
            case MODE_LISTED ->
                new RouteSubscription(RouteSubscription.Mode.LISTED, listed(wire.getListedList()), List.of());
            default -> throw new BadMessageException("a subscription's mode must be ALL, LISTED or NONE");
        };
    }

    private static List<TrackKey> listed(List<TrackRef> wire) {
        if (wire.size() > MAX_LISTED) {
            throw new BadMessageException("listed must be at most " + MAX_LISTED + " tracks");
        }
        return wire.stream().map(ref -> trackKey(ref, true)).toList();
    }

    private static TrackKey trackKey(TrackRef ref, boolean allTracks) {
        String trackId = allTracks && ref.getTrackId().isEmpty() ? "" : trackId(ref.getTrackId());
        return new TrackKey(userId("user_id", ref.getUserId()), trackId);
    }

    private static ClientRequest layer(LayerRequest wire) {
        boolean unspecified = wire.getLayer() == io.mediascope.transport.wire.v1.LayerName.LAYER_NAME_UNSPECIFIED;
        LayerName layer = unspecified && wire.getPaused() ? LayerName.HIGH : WireEnums.layer(wire.getLayer());
        return new ClientRequest.ChooseLayer(trackKey(wire.getTrack(), false), layer, wire.getPaused());
    }

    private static ClientRequest quality(QualityReport wire) {
        if (wire.getStreamsCount() > MAX_STREAM_REPORTS) {
            throw new BadMessageException("streams must be at most " + MAX_STREAM_REPORTS);
        }
        return new ClientRequest.ReportQuality(
                number("interval_ms", wire.getIntervalMs(), 3_600_000),
                wire.getStreamsList().stream().map(RequestReader::stream).toList());
    }

    private static ClientRequest.StreamQuality stream(StreamQuality wire) {
        return new ClientRequest.StreamQuality(
                wire.getSsrc(),
                positive("packets_received", wire.getPacketsReceived()),
                positive("packets_lost", wire.getPacketsLost()),
                positive("bytes_received", wire.getBytesReceived()),
                number("jitter_us", wire.getJitterUs(), Integer.MAX_VALUE),
                number("round_trip_us", wire.getRoundTripUs(), Integer.MAX_VALUE),
                number("frames_decoded", wire.getFramesDecoded(), Integer.MAX_VALUE),
                number("freezes", wire.getFreezes(), Integer.MAX_VALUE));
    }

    private static ClientRequest p2p(P2pReport wire) {
        ClientRequest.P2pOutcome outcome =
                switch (wire.getReportCase()) {
                    case CANDIDATES -> candidates(wire.getCandidates().getCandidatesList());
                    case ESTABLISHED ->
                        new ClientRequest.P2pOutcome.Established(
                                text("remote", wire.getEstablished().getRemote()),
                                number("round_trip_us", wire.getEstablished().getRoundTripUs(), Integer.MAX_VALUE));
                    case FAILED ->
                        new ClientRequest.P2pOutcome.Failed(
                                text("reason", wire.getFailed().getReason()));
                    case RELAY_CARRIES -> new ClientRequest.P2pOutcome.RelayCarries();
                    case REPORT_NOT_SET -> throw new BadMessageException("a P2pReport must say what happened");
                };
        return new ClientRequest.P2pReport(positive("attempt", wire.getAttempt()), outcome);
    }

    private static ClientRequest.P2pOutcome candidates(List<io.mediascope.transport.wire.v1.HostPort> wire) {
        if (wire.size() > MAX_CANDIDATES) {
            throw new BadMessageException("candidates must be at most " + MAX_CANDIDATES);
        }
        return new ClientRequest.P2pOutcome.Candidates(
                wire.stream().map(RequestReader::hostPort).toList());
    }

    private static HostPort hostPort(io.mediascope.transport.wire.v1.HostPort wire) {
        if (!HOST.matcher(wire.getHost()).matches() || wire.getPort() < 1 || wire.getPort() > 65_535) {
            throw new BadMessageException("a candidate must be an address and a port of 1 to 65535");
        }
        return new HostPort(wire.getHost(), wire.getPort());
    }

    private static ClientRequest data(Envelope envelope) {
        var wire = envelope.getDataMessage();
        String toUser = wire.getToUser().isEmpty() ? "" : userId("to_user", wire.getToUser());
        return new ClientRequest.SendData(
                toUser, text("topic", wire.getTopic()), wire.getPayload().toByteArray());
    }

    private static String trackId(String id) {
        if (!TRACK_ID.matcher(id).matches()) {
            throw new BadMessageException(
                    "the track_id " + shown(id) + " must be 1 to 64 characters out of A-Z a-z 0-9 . _ -");
        }
        return id;
    }

    private static String userId(String field, String id) {
        if (!ScopeKey.isSafe(id)) {
            throw new BadMessageException(field + " must be 1 to 128 characters out of A-Z a-z 0-9 . _ ~ @ : + = -");
        }
        return id;
    }

    private static String text(String field, String value) {
        if (value.length() > MAX_TEXT) {
            throw new BadMessageException(field + " must be at most " + MAX_TEXT + " characters");
        }
        return value;
    }

    /** An unsigned number of the wire that must fit. */
    private static int number(String field, int value, int most) {
        if (value < 0 || value > most) {
            throw new BadMessageException(field + " must be 0 to " + most + ", not " + Integer.toUnsignedString(value));
        }
        return value;
    }

    private static long positive(String field, long value) {
        if (value < 0) {
            throw new BadMessageException(field + " must be below 2^63");
        }
        return value;
    }

    private static byte[] bytes(String field, ByteString value, int most) {
        if (value.size() > most) {
            throw new BadMessageException(field + " must be at most " + most + " bytes");
        }
        return value.toByteArray();
    }

    /** What a client sent, short enough to say back to it. */
    private static String shown(String value) {
        String cut = value.length() > 40 ? value.substring(0, 40) + "…" : value;
        return "\"" + cut.replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
