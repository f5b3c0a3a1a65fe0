package io.mediascope.sdk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.LayerNotice;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pStop;
import io.mediascope.transport.wire.v1.P2pSwitch;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.ParticipantsPage;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.TracksUnpublished;
import io.mediascope.transport.wire.v1.UserEvent;
import io.mediascope.transport.wire.v1.UserLeft;
import io.mediascope.transport.wire.v1.UserReconnected;
import java.nio.ByteBuffer;
import java.util.List;

/** Whatever a node says, in whatever order: the listener hears pairs, each once, and nothing throws. */
class DialogueFuzzTest {
    @FuzzTest
    void shouldKeepItsStateInOrder(byte[] data) {
        FuzzClient fuzz = new FuzzClient();
        fuzz.run(() -> {
            ByteBuffer in = ByteBuffer.wrap(data);
            while (in.remaining() >= 3) {
                fuzz.client.inScope(next(in));
            }
        });
    }

    private static Envelope next(ByteBuffer in) {
        int what = in.get() & 0xFF;
        String user = what >>> 6 == 3 ? "self" : "u" + (what >>> 6);
        int detail = in.get() & 0xFF;
        TracksPublished tracks = TracksPublished.newBuilder()
                .setUserId(user)
                .addTracks(FuzzClient.track("t" + (detail & 1), detail >>> 5, (detail >>> 3) & 3, (detail & 4) != 0))
                .build();
        ParticipantInfo info = ParticipantInfo.newBuilder()
                .setUserId(user)
                .setSessionId("s" + (detail >>> 7))
                .addAllTracks((detail & 2) == 0 ? tracks.getTracksList() : List.of())
                .build();
        UserEvent.Builder event = UserEvent.newBuilder();
        return switch (what & 15) {
            case 0, 1 -> event(event.setJoined(info));
            case 2 -> event(event.setLeft(UserLeft.newBuilder().setUserId(user).setSessionId("s" + (detail >>> 7))));
            case 3, 4 -> event(event.setPublished(tracks));
            case 5 -> event(event.setReplaced(tracks));
            case 6 ->
                event(event.setUnpublished(
                        TracksUnpublished.newBuilder().setUserId(user).addTrackIds("t" + (detail & 1))));
            case 7 -> event(event.setReconnected(UserReconnected.newBuilder().setUserId(user)));
            case 8 ->
                Envelope.newBuilder()
                        .setParticipantsPage(ParticipantsPage.newBuilder()
                                .addParticipants(info)
                                .setMorePages((detail & 1) == 0))
                        .build();
            case 9 ->
                Envelope.newBuilder()
                        .setLayerNotice(LayerNotice.newBuilder()
                                .setTrackId("t" + (detail & 1))
                                .addNeededValue(detail >>> 5))
                        .build();
            case 10 ->
                notice(P2pNotice.newBuilder().setAttempt(detail & 3).setSwitchToPeer(P2pSwitch.getDefaultInstance()));
            case 11 ->
                notice(P2pNotice.newBuilder()
                        .setAttempt(detail & 3)
                        .setStop(P2pStop.newBuilder().setPlanned((detail & 8) != 0)));
            default -> raw(in, detail);
        };
    }

    private static Envelope event(UserEvent.Builder event) {
        return Envelope.newBuilder().setUserEvent(event).build();
    }

    private static Envelope notice(P2pNotice.Builder notice) {
        return Envelope.newBuilder().setP2PNotice(notice).build();
    }

    private static Envelope raw(ByteBuffer in, int length) {
        byte[] bytes = new byte[Math.min(length, in.remaining())];
        in.get(bytes);
        try {
            return Envelope.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            return Envelope.getDefaultInstance();
        }
    }
}
