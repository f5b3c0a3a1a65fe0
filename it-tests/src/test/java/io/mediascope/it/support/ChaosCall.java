package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mediascope.load.NumberedSink;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.sdk.ScopeDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToLongFunction;

/** A call on a local cluster while things break: who is in sends audio and video to all, and at its end its whole journal is examined. */
public final class ChaosCall {
    public static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> TRACKS = List.of("mic", "cam");

    public final String scope;
    private final ClusterProcess cluster;
    private final List<TestClient> everybody = new CopyOnWriteArrayList<>();
    private final List<TestClient> inside = new ArrayList<>();
    private final Map<String, String> sessions = new HashMap<>();
    private final Map<String, Instant> leftAt = new ConcurrentHashMap<>();

    private ChaosCall(ClusterProcess cluster, String scope) {
        this.cluster = cluster;
        this.scope = scope;
    }

    /** Three users who all get everything. */
    public static ChaosCall start(ClusterProcess cluster, String scope) {
        ChaosCall call = empty(cluster, scope);
        List.of("ann", "bob", "eve").forEach(call::join);
        call.awaitMedia(25);
        return call;
    }

    /** Nobody is in yet. */
    public static ChaosCall empty(ClusterProcess cluster, String scope) {
        return new ChaosCall(cluster, scope);
    }

    /** One more user, who publishes; how long the join took. */
    public Duration join(String user) {
        return join(user, cluster.access.descriptor(scope, user));
    }

    public Duration join(String user, ScopeDescriptor.Builder descriptor) {
        long startedNs = System.nanoTime();
        TestClient client = new TestClient(user, descriptor).joined();
        Duration took = Duration.ofNanos(System.nanoTime() - startedNs);
        client.publishing();
        everybody.add(client);
        inside.add(client);
        sessions.put(user, client.connection.sessionId());
        return took;
    }

    /** Comes, hears a little of ann and goes again; safe beside everything but {@link #end}. Returns how long the join took. */
    Duration visit(String user) {
        long startedNs = System.nanoTime();
        TestClient client = new TestClient(user, cluster.access.descriptor(scope, user)).joined();
        Duration took = Duration.ofNanos(System.nanoTime() - startedNs);
        everybody.add(client);
        client.awaitFrames("ann", "mic", 15, SOON);
        leftAt.put(user, Instant.now());
        client.close();
        return took;
    }

    public void leave(String user) {
        TestClient client = client(user);
        inside.remove(client);
        leftAt.put(user, Instant.now());
        client.close();
    }

    public TestClient client(String user) {
        return inside.stream().filter(c -> c.name.equals(user)).findFirst().orElseThrow();
    }

    public List<TestClient> clients() {
        return List.copyOf(inside);
    }

    /** So many more frames on each stream. */
    public void awaitMedia(long frames) {
        Map<NumberedSink, Long> before = new HashMap<>();
        sinks().forEach(sink -> before.put(sink, sink.totals().frames()));
        await("media of " + scope).atMost(SOON).until(() -> sinks().stream()
                .allMatch(sink -> sink.totals().frames() >= before.getOrDefault(sink, 0L) + frames));
    }

    /** From now on gaps count. */
    public void mark() {
        sinks().forEach(NumberedSink::resetGap);
    }

    /** The longest time that a stream stayed away since the mark. */
    public long longestGapMs() {
        return sinks().stream().mapToLong(NumberedSink::longestGapMs).max().orElseThrow();
    }

    public long longestGapMs(String track) {
        return sinks(track).stream().mapToLong(NumberedSink::longestGapMs).max().orElseThrow();
    }

    /** Frames that never came, of all streams. */
    public long missing() {
        return sum(NumberedSink.Totals::missing);
    }

    /** Everybody's link broke and came back with its session. */
    public void awaitResumed() {
        inside.forEach(client -> awaitResumed(client.name));
    }

    public void awaitResumed(String user) {
        client(user).until(user + " is back", SOON, () -> client(user)
                .seen("reconnected")
                .contains("true"));
    }

    public void shouldNotHaveNoticed() {
        assertThat(inside).as("links of %s", scope).allSatisfy(client -> assertThat(client.log)
                .noneMatch(line -> line.startsWith("connectionLost") || line.startsWith("error")));
    }

    /** Nobody's participation ended, whatever happened to links. */
    public void shouldHaveKeptSessions() {
        assertThat(inside).allSatisfy(client -> {
            assertThat(client.ended())
                    .as("%s ended: %s", client.name, client.log)
                    .isFalse();
            assertThat(client.connection.sessionId())
                    .as("session of %s", client.name)
                    .isEqualTo(sessions.get(client.name));
        });
    }

    /** Everybody leaves, one after the other; what is persisted is sound, has one writer at a time, and is what the clients saw. */
    public List<PublicEvent> end() {
        for (TestClient leaving : List.copyOf(inside)) {
            leave(leaving.name);
            inside.forEach(client -> client.until(
                    client.name + " is told that " + leaving.name + " has left", SOON, () -> client.seen("left")
                            .contains(leaving.name + " CLIENT_LEFT")));
        }
        return ended(SOON);
    }

    /** The same when all have gone, however they went. */
    public List<PublicEvent> ended(Duration within) {
        List<PublicEvent> events = await("the end of " + scope)
                .atMost(within)
                .until(() -> cluster.events(scope), all -> History.count(all, "ScopeDisposed") == 1);
        History.shouldBeSound(events);
        shouldHaveJoinedOnceEach(events);
        var rows = JournalRows.read(
                cluster.access.state().storage().contactPoint(), new ScopeKey(cluster.access.applicationId(), scope));
        JournalRows.shouldHaveOneWriterAtATime(rows);
        assertThat(rows).as("what is read and what stands there").hasSameSizeAs(events);
        everybody.forEach(client ->
                Witness.shouldHaveSeenWhatIsPersisted(client, Objects.requireNonNull(leftAt.get(client.name)), events));
        return events;
    }

    private void shouldHaveJoinedOnceEach(List<PublicEvent> events) {
        for (TestClient client : everybody) {
            List<PublicEvent> own = events.stream()
                    .filter(event -> client.name.equals(event.fields().get("userId")))
                    .toList();
            assertThat(History.count(own, "ParticipantJoined"))
                    .as("joins of %s, who saw %s: %s", client.name, client.log, own)
                    .isEqualTo(1);
        }
        assertThat(History.count(events, "ParticipantJoined")).as("joined").isEqualTo(everybody.size());
    }

    /** All clients stop where they are; nobody is told. */
    public void vanish() {
        inside.forEach(client -> {
            leftAt.put(client.name, Instant.now());
            client.connection.disconnect();
        });
        inside.clear();
    }

    private long sum(ToLongFunction<NumberedSink.Totals> figure) {
        return sinks().stream()
                .mapToLong(sink -> figure.applyAsLong(sink.totals()))
                .sum();
    }

    private List<NumberedSink> sinks() {
        return TRACKS.stream().flatMap(track -> sinks(track).stream()).toList();
    }

    private List<NumberedSink> sinks(String track) {
        List<NumberedSink> sinks = new ArrayList<>();
        for (TestClient to : inside) {
            for (TestClient from : inside) {
                if (to != from) {
                    sinks.add(to.sink(from.name, track));
                }
            }
        }
        return sinks;
    }
}
