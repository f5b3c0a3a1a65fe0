package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Goodbye;
import io.mediascope.transport.wire.v1.HostPort;
import io.mediascope.transport.wire.v1.MediaEndpoints;
import io.mediascope.transport.wire.v1.Move;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.ParticipantsPage;
import io.mediascope.transport.wire.v1.Redirect;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.UserEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node says besides the usual, and how the client takes it. */
@Timeout(60)
class DialogueTest {
    @TempDir
    Path folder;

    private FakeNode node;

    @BeforeEach
    void start() throws Exception {
        node = new FakeNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void shouldFollowARedirect() {
        node.joinReplies.add(redirect(node.port()));
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            assertThat(ann.connection.isConnected()).isTrue();
            assertThat(node.joinReplies).isEmpty();
        }
    }

    @Test
    void shouldGiveUpWhenRedirectedInCircles() {
        for (int i = 0; i < 100; i++) {
            node.joinReplies.add(redirect(node.port()));
        }
        Guest ann = new Guest(node.descriptor("ann").retryLimit(2));
        ann.awaitLog("disconnected");
        assertThat(ann.log).contains("error LINK_FAILED");
    }

    @Test
    void shouldFollowARedirectInTheCall() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing()) {
            node.say("ann", redirect(node.port()));
            ann.awaitLog("lost true");
            ann.awaitLog("reconnected true");
        }
    }

    private static Envelope redirect(int port) {
        return Envelope.newBuilder()
                .setRedirect(Redirect.newBuilder().setHost("127.0.0.1").setPort(port))
                .build();
    }

    @Test
    void shouldComeBackAfterAGoodbyeThatSaysSo() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/mic", 5);
            node.say("ann", goodbye(true));
            ann.awaitLog("lost true");
            ann.awaitLog("reconnected true");
            bob.awaitFrames("ann/mic", 5);
        }
    }

    @Test
    void shouldEndAfterAGoodbyeForGood() {
        Guest ann = new Guest(node.descriptor("ann")).joined();
        node.say("ann", goodbye(false));
        ann.awaitLog("disconnected");
        assertThat(ann.log).contains("lost false", "error REMOVED_BY_ADMIN");
        ann.connection.closed().toCompletableFuture().join();
    }

    private static Envelope goodbye(boolean reconnect) {
        return Envelope.newBuilder()
                .setGoodbye(Goodbye.newBuilder().setReason("maintenance").setReconnect(reconnect))
                .build();
    }

    @Test
    void shouldKnowEverybodyAfterAllPages() {
        node.welcomes = w -> w.addAllParticipants(users(0, 100)).setMorePages(true);
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            node.say("ann", page(100, 200, true));
            node.say("ann", page(200, 250, false));
            await().until(() -> ann.connection.users().size() == 250);
            node.welcomes = w -> w.addAllParticipants(users(0, 10)).setMorePages(true);
            node.cutLink("ann");
            ann.awaitLog("reconnected true");
            node.say("ann", page(10, 20, false));
            await().until(() -> ann.connection.users().size() == 20);
            assertThat(ann.log.stream().filter(l -> l.startsWith("joined "))).hasSize(250);
            assertThat(ann.log.stream().filter(l -> l.startsWith("left "))).hasSize(230);
        }
    }

    @Test
    void shouldNotTellOfAJoinTwiceThatCrossesAMove() {
        node.welcomes = w -> w.addAllParticipants(users(0, 3));
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            node.welcomes = w -> w.addAllParticipants(users(0, 1));
            node.say(
                    "ann",
                    Envelope.newBuilder()
                            .setMove(Move.newBuilder().setHost("127.0.0.1").setPort(node.port()))
                            .build());
            await().until(() -> node.auths.size() == 2);
            node.say("ann", joined(users(1, 2).get(0)));
            ann.awaitLog("left user-2");
            assertThat(ann.log).doesNotContain("left user-0", "left user-1");
            assertThat(ann.log.stream().filter("joined user-1"::equals)).hasSize(1);
        }
    }

    private static Envelope joined(ParticipantInfo user) {
        return Envelope.newBuilder()
                .setUserEvent(UserEvent.newBuilder().setJoined(user))
                .build();
    }

    private static List<ParticipantInfo> users(int from, int to) {
        return java.util.stream.IntStream.range(from, to)
                .mapToObj(i -> ParticipantInfo.newBuilder()
                        .setUserId("user-" + i)
                        .setSessionId("s" + i)
                        .build())
                .toList();
    }

    private static Envelope page(int from, int to, boolean more) {
        return Envelope.newBuilder()
                .setParticipantsPage(ParticipantsPage.newBuilder()
                        .addAllParticipants(users(from, to))
                        .setMorePages(more))
                .build();
    }

    @Test
    void shouldTellNothingTwice() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitFrames("ann/cam", 5);
            ParticipantInfo info = node.info("ann");
            TracksPublished tracks = TracksPublished.newBuilder()
                    .setUserId("ann")
                    .addAllTracks(info.getTracksList())
                    .build();
            for (int i = 0; i < 3; i++) {
                say("bob", UserEvent.newBuilder().setJoined(info));
                say("bob", UserEvent.newBuilder().setPublished(tracks));
                say("bob", UserEvent.newBuilder().setReplaced(tracks));
                say("ann", UserEvent.newBuilder().setReplaced(tracks));
            }
            bob.awaitFrames("ann/cam", 25);
            assertThat(bob.log).containsOnlyOnce("joined ann", "published ann/cam", "published ann/mic");
            assertThat(bob.log).doesNotContain("replaced ann/cam", "unpublished ann/cam", "left ann");
            assertThat(bob.gaps("ann/cam")).isZero();
            assertThat(ann.log).doesNotContain("joined ann", "published ann/cam");
        }
    }

    private void say(String userId, UserEvent.Builder event) {
        node.say(userId, Envelope.newBuilder().setUserEvent(event).build());
    }

    @Test
    void shouldTellTracksBeforeTheUserWhoLeaves() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing();
                Guest bob = new Guest(node.descriptor("bob")).joined()) {
            bob.awaitLog("published ann/cam");
            say(
                    "bob",
                    UserEvent.newBuilder()
                            .setLeft(io.mediascope.transport.wire.v1.UserLeft.newBuilder()
                                    .setUserId("ann")));
            bob.awaitLog("left ann");
            assertThat(bob.log).containsSubsequence("unpublished ann/cam", "left ann");
            assertThat(ann.connection.isConnected()).isTrue();
        }
    }

    @Test
    void shouldTellThePublisherOfARefusedTrack() {
        try (Guest ann = new Guest(node.descriptor("ann")).joined()) {
            node.publishRefusals.add(RefusalReason.TOO_MANY_TRACKS);
            assertThatThrownBy(ann::publishing).cause().isInstanceOfSatisfying(ScopeException.class, e -> assertThat(
                            e.code())
                    .isEqualTo(ErrorCode.TOO_MANY_TRACKS));
            ann.publishing();
        }
    }

    @Test
    void shouldFindEndpointsThatAreNamedByHost() {
        node.welcomes = w -> w.setEndpoints(MediaEndpoints.newBuilder()
                .addAllAudio(named(w.getEndpoints().getAudioList()))
                .addAllVideo(named(w.getEndpoints().getVideoList()))
                .addAllMux(named(w.getEndpoints().getMuxList())));
        try (Guest ann = new Guest(node.descriptor("ann")).joined().publishing()) {
            ann.awaitTransport(MediaType.AUDIO, Transport.UDP_RELAY);
            ann.awaitTransport(MediaType.VIDEO, Transport.UDP_RELAY);
        }
    }

    private static List<HostPort> named(List<HostPort> literal) {
        return literal.stream()
                .map(h -> h.toBuilder().setHost("localhost").build())
                .toList();
    }

    @Test
    void shouldEndWhenDisconnectedDuringTheJoin() {
        for (int i = 0; i < 20; i++) {
            Guest ann = new Guest(node.descriptor("ann"));
            ann.connection.disconnect().toCompletableFuture().join();
            assertThat(ann.connection.connected().toCompletableFuture()).isDone();
            await().atMost(Duration.ofSeconds(5)).until(() -> ann.log.contains("disconnected"));
        }
    }
}
