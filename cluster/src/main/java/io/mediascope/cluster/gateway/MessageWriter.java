package io.mediascope.cluster.gateway;

import com.google.protobuf.ByteString;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.transport.wire.v1.DataMessage;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.LayerNotice;
import io.mediascope.transport.wire.v1.MediaTicket;
import io.mediascope.transport.wire.v1.Move;
import io.mediascope.transport.wire.v1.P2pCandidates;
import io.mediascope.transport.wire.v1.P2pDrop;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pStart;
import io.mediascope.transport.wire.v1.P2pStop;
import io.mediascope.transport.wire.v1.P2pSwitch;
import io.mediascope.transport.wire.v1.ProbeNotice;
import io.mediascope.transport.wire.v1.Redirect;
import io.mediascope.transport.wire.v1.RequestAccepted;
import io.mediascope.transport.wire.v1.Speaker;
import io.mediascope.transport.wire.v1.SpeakersNotice;
import io.mediascope.transport.wire.v1.TopologyChanged;
import io.mediascope.transport.wire.v1.TrackMuted;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.TracksUnpublished;
import io.mediascope.transport.wire.v1.TransportChanged;
import io.mediascope.transport.wire.v1.UserEvent;
import io.mediascope.transport.wire.v1.UserLeft;
import io.mediascope.transport.wire.v1.UserReconnected;

/** What a session says, as one Envelope; {@link WelcomeWriter} does the one message that may need several. */
final class MessageWriter {
    private MessageWriter() {}

    static Envelope write(ClientMessage message) {
        if (message instanceof ClientMessage.Refused refused) {
            return refusal(refused.requestId(), refused.refusal());
        } else if (message instanceof ClientMessage.Accepted accepted) {
            return Envelope.newBuilder()
                    .setRequestId(accepted.requestId())
                    .setRequestAccepted(
                            RequestAccepted.newBuilder().addAllOwnTracks(TrackWriter.tracks(accepted.ownTracks())))
                    .build();
        } else if (message instanceof ClientMessage.Redirected redirected) {
            return Envelope.newBuilder()
                    .setRedirect(Redirect.newBuilder()
                            .setHost(redirected.target().host())
                            .setPort(redirected.target().port())
                            .setReason(redirected.reason()))
                    .build();
        } else if (message instanceof ClientMessage.Move move) {
            return Envelope.newBuilder()
                    .setMove(Move.newBuilder()
                            .setHost(move.target().host())
                            .setPort(move.target().port()))
                    .build();
        } else if (message instanceof ClientMessage.MediaTicketIssued issued) {
            return Envelope.newBuilder()
                    .setRequestId(issued.requestId())
                    .setMediaTicket(MediaTicket.newBuilder()
                            .setTicket(ByteString.copyFrom(issued.ticket()))
                            .setValidMs(issued.validMs()))
                    .build();
        } else if (message instanceof ClientMessage.LayersNeeded layers) {
            return Envelope.newBuilder()
                    .setLayerNotice(LayerNotice.newBuilder()
                            .setTrackId(layers.trackId())
                            .addAllNeeded(layers.needed().stream()
                                    .map(WireEnums::wire)
                                    .toList()))
                    .build();
        } else if (message instanceof ClientMessage.ProbeWanted) {
            return Envelope.newBuilder()
                    .setProbeNotice(ProbeNotice.getDefaultInstance())
                    .build();
        } else if (message instanceof ClientMessage.Rekeyed rekeyed) {
            return Envelope.newBuilder()
                    .setStreamKeys(TrackWriter.rekeyed(rekeyed))
                    .build();
        } else if (message instanceof ClientMessage.Data data) {
            return Envelope.newBuilder()
                    .setDataMessage(DataMessage.newBuilder()
                            .setFromUser(data.fromUser())
                            .setTopic(data.topic())
                            .setPayload(ByteString.copyFrom(data.payload())))
                    .build();
        } else if (message instanceof ClientMessage.Speakers speakers) {
            return Envelope.newBuilder().setSpeakersNotice(speakers(speakers)).build();
        } else if (message instanceof ClientMessage.Farewell farewell) {
            return goodbye(farewell.reason(), farewell.reconnect());
        }
        P2pNotice notice = p2p(message);
        return notice.getNoticeCase() == P2pNotice.NoticeCase.NOTICE_NOT_SET
                ? Envelope.newBuilder().setUserEvent(userEvent(message)).build()
                : Envelope.newBuilder().setP2PNotice(notice).build();
    }

    static Envelope refusal(long requestId, Refusal refusal) {
        return Envelope.newBuilder()
                .setRequestId(requestId)
                .setRefusal(io.mediascope.transport.wire.v1.Refusal.newBuilder()
                        .setReason(WireEnums.wire(refusal.reason()))
                        .setText(refusal.text())
                        .setRetryable(refusal.retryable())
                        .setRetryAfterMs(refusal.retryAfterMs()))
                .build();
    }

    static Envelope goodbye(String reason, boolean reconnect) {
        return Envelope.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason(reason).setReconnect(reconnect))
                .build();
    }

    private static UserEvent userEvent(ClientMessage message) {
        UserEvent.Builder event = UserEvent.newBuilder();
        if (message instanceof ClientMessage.UserJoined joined) {
            event.setJoined(TrackWriter.participant(joined.participant()));
        } else if (message instanceof ClientMessage.UserLeft left) {
            event.setLeft(left(left.userId(), left.sessionId(), left.reason()));
        } else if (message instanceof ClientMessage.UserReconnected reconnected) {
            event.setReconnected(
                    UserReconnected.newBuilder().setUserId(reconnected.userId()).setSessionId(reconnected.sessionId()));
        } else if (message instanceof ClientMessage.TracksPublished published) {
            event.setPublished(TracksPublished.newBuilder()
                    .setUserId(published.userId())
                    .addAllTracks(TrackWriter.tracks(published.tracks())));
        } else if (message instanceof ClientMessage.TracksReplaced replaced) {
            event.setReplaced(TracksPublished.newBuilder()
                    .setUserId(replaced.userId())
                    .addAllTracks(TrackWriter.tracks(replaced.tracks())));
        } else if (message instanceof ClientMessage.TracksUnpublished unpublished) {
            event.setUnpublished(TracksUnpublished.newBuilder()
                    .setUserId(unpublished.userId())
                    .addAllTrackIds(unpublished.trackIds()));
        } else if (message instanceof ClientMessage.TransportChanged changed) {
            event.setTransportChanged(TransportChanged.newBuilder()
                    .setUserId(changed.userId())
                    .setMediaType(WireEnums.wire(changed.mediaType()))
                    .setTransport(WireEnums.wire(changed.transport()))
                    .setDetail(changed.detail()));
        } else if (message instanceof ClientMessage.TrackMuted muted) {
            event.setMuted(TrackMuted.newBuilder()
                    .setUserId(muted.userId())
                    .setTrackId(muted.trackId())
                    .setMuted(muted.muted()));
        } else if (message instanceof ClientMessage.TopologyChanged changed) {
            event.setTopologyChanged(TopologyChanged.newBuilder()
                    .setTopology(WireEnums.wire(changed.topology()))
                    .setReason(changed.reason()));
        } else {
            throw new IllegalArgumentException(
                    "no wire form for " + message.getClass().getSimpleName());
        }
        return event.build();
    }

    private static SpeakersNotice speakers(ClientMessage.Speakers speakers) {
        return SpeakersNotice.newBuilder()
                .addAllSpeakers(speakers.speakers().stream()
                        .map(s -> Speaker.newBuilder()
                                .setUserId(s.userId())
                                .setLevel(s.level())
                                .build())
                        .toList())
                .build();
    }

    private static UserLeft left(String userId, String sessionId, LeaveReason reason) {
        return UserLeft.newBuilder()
                .setUserId(userId)
                .setSessionId(sessionId)
                .setReason(WireEnums.wire(reason))
                .build();
    }

    /** Without a notice when the message is none of peer to peer. */
    private static P2pNotice p2p(ClientMessage message) {
        P2pNotice.Builder notice = P2pNotice.newBuilder();
        if (message instanceof ClientMessage.P2pStart start) {
            notice.setAttempt(start.attempt())
                    .setStart(P2pStart.newBuilder()
                            .setPeerUserId(start.peerUserId())
                            .setLocal(TrackWriter.stun(start.local()))
                            .setRemote(TrackWriter.stun(start.remote()))
                            .setRtcp(TrackWriter.hop(start.rtcp()))
                            .setControlling(start.controlling()));
        } else if (message instanceof ClientMessage.P2pPeerCandidates peer) {
            notice.setAttempt(peer.attempt())
                    .setPeerCandidates(
                            P2pCandidates.newBuilder().addAllCandidates(TrackWriter.hostPorts(peer.candidates())));
        } else if (message instanceof ClientMessage.P2pSwitch change) {
            notice.setAttempt(change.attempt()).setSwitchToPeer(P2pSwitch.getDefaultInstance());
        } else if (message instanceof ClientMessage.P2pStop stop) {
            notice.setAttempt(stop.attempt())
                    .setStop(P2pStop.newBuilder().setPlanned(stop.planned()).setReason(stop.reason()));
        } else if (message instanceof ClientMessage.P2pDrop drop) {
            notice.setAttempt(drop.attempt()).setDrop(P2pDrop.getDefaultInstance());
        }
        return notice.build();
    }
}
