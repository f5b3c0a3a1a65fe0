package io.mediascope.cluster.gateway;

import com.google.protobuf.ByteString;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.HostPort;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.ParticipantsPage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * What many clients are told, written once for all of them; and a Welcome as AuthResponse and the pages behind it, each well below
 * the largest Envelope. One per gateway.
 */
final class WelcomeWriter {
    static final int PAGE_PARTICIPANTS = 100;
    static final int PAGE_BYTES = 128 * 1024;

    /** News of a burst that go to every client at about the same time. */
    private static final int RECENT_MESSAGES = 512;
    /** More than a large scope has participants, because each Welcome shows them all. */
    private static final int RECENT_PARTICIPANTS = 4096;

    private final WrittenOnce<ClientMessage, Envelope> messages =
            new WrittenOnce<>(RECENT_MESSAGES, MessageWriter::write);
    private final WrittenOnce<io.mediascope.scope.model.ParticipantInfo, ParticipantInfo> participants =
            new WrittenOnce<>(RECENT_PARTICIPANTS, TrackWriter::participant);
    private final Duration keepaliveInterval;
    private final Duration linkTimeout;
    private final Supplier<List<HostPort>> furtherNodes;

    /** @param furtherNodes links of some other nodes, as they are now */
    WelcomeWriter(Duration keepaliveInterval, Duration linkTimeout, Supplier<List<HostPort>> furtherNodes) {
        this.furtherNodes = furtherNodes;
        this.keepaliveInterval = keepaliveInterval;
        this.linkTimeout = linkTimeout;
    }

    /** Anything but a Welcome. */
    Envelope write(ClientMessage message) {
        return messages.of(message);
    }

    /** @param requestId the AuthRequest's */
    List<Envelope> write(long requestId, ClientMessage.Welcome welcome, byte[] mediaTicket, long nowMs) {
        List<List<ParticipantInfo>> pages = pages(welcome);
        List<Envelope> envelopes = new ArrayList<>(pages.size());
        envelopes.add(Envelope.newBuilder()
                .setRequestId(requestId)
                .setAuthResponse(response(welcome, mediaTicket, nowMs)
                        .addAllParticipants(pages.get(0))
                        .setMorePages(pages.size() > 1))
                .build());
        for (int page = 1; page < pages.size(); page++) {
            envelopes.add(Envelope.newBuilder()
                    .setRequestId(requestId)
                    .setParticipantsPage(ParticipantsPage.newBuilder()
                            .addAllParticipants(pages.get(page))
                            .setMorePages(page + 1 < pages.size()))
                    .build());
        }
        return envelopes;
    }

    private AuthResponse.Builder response(ClientMessage.Welcome welcome, byte[] mediaTicket, long nowMs) {
        return AuthResponse.newBuilder()
                .setProtocolVersion(WireProtocol.VERSION)
                .setApplicationId(welcome.applicationId())
                .setScopeId(welcome.scopeId())
                .setUserId(welcome.userId())
                .setSessionId(welcome.sessionId())
                .setLinkEpoch(welcome.linkEpoch())
                .setResumed(welcome.resumed())
                .addAllOwnTracks(TrackWriter.tracks(welcome.ownTracks()))
                .setEndpoints(TrackWriter.endpoints(welcome.endpoints()))
                .setStun(TrackWriter.stun(welcome.stun()))
                .setRtcp(TrackWriter.hop(welcome.rtcp()))
                .setResumeTicket(ByteString.copyFrom(welcome.resumeTicket()))
                .setTopology(WireEnums.wire(welcome.topology()))
                .setKeepaliveIntervalMs((int) keepaliveInterval.toMillis())
                .setLinkTimeoutMs((int) linkTimeout.toMillis())
                .setServerTimeMs(nowMs)
                .setMediaTicket(ByteString.copyFrom(mediaTicket))
                .addAllFurtherNodes(TrackWriter.hostPorts(furtherNodes.get()));
    }

    /** At least one page, perhaps empty. */
    private List<List<ParticipantInfo>> pages(ClientMessage.Welcome welcome) {
        List<List<ParticipantInfo>> pages = new ArrayList<>();
        List<ParticipantInfo> page = new ArrayList<>();
        int bytes = 0;
        for (var participant : welcome.participants()) {
            ParticipantInfo wire = participants.of(participant);
            if (!page.isEmpty()
                    && (page.size() == PAGE_PARTICIPANTS || bytes + wire.getSerializedSize() > PAGE_BYTES)) {
                pages.add(page);
                page = new ArrayList<>();
                bytes = 0;
            }
            page.add(wire);
            bytes += wire.getSerializedSize();
        }
        pages.add(page);
        return pages;
    }
}
