package io.mediascope.ops.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.ops.join.MediaFiles;
import io.mediascope.ops.node.Administration.TokenOrder;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.replay.EventFormat;
import io.mediascope.ops.replay.EventSelection;
import io.mediascope.ops.replay.NodeEvents;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.TrackSpec;
import io.mediascope.sdk.Trust;
import io.mediascope.sdk.file.Clips;
import io.mediascope.sdk.file.IvfSource;
import io.mediascope.sdk.file.OggOpusSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Two clients go peer to peer, a third joins, loses UDP and gets it back, messages pass, all leave. One thread. */
public final class Demo {
    private static final int MIN_FRAMES = 15;
    private static final long SETTLE_MS = 2_000;
    private static final long POLL_MS = 20;

    private final NodeFile node;
    private final NodeClient admin;
    private final String applicationId;
    private final String scopeId;
    private final Path recordDir;
    private final DemoLog log;
    private final StreamLedger ledger = new StreamLedger();
    private final GapTable gaps = new GapTable();
    private final List<DemoClient> clients = new ArrayList<>();

    /**
     * @param recordDir takes the recordings; exists
     */
    public Demo(NodeFile node, String applicationId, String scopeId, Path recordDir, PrintWriter out) {
        this.node = node;
        this.admin = new NodeClient(node);
        this.applicationId = applicationId;
        this.scopeId = scopeId;
        this.recordDir = recordDir;
        this.log = new DemoLog(out);
    }

    /**
     * Runs all steps and prints the tables.
     *
     * @throws DemoFailure when a step does not happen in time
     */
    public void run() throws InterruptedException, IOException {
        try {
            twoOnTheRelay();
            peerToPeer();
            thirdJoins();
            udpCut();
            udpRestored();
            messages();
            leave();
        } finally {
            clients.forEach(client -> client.network().setUdpBlocked(false));
        }
        report();
    }

    private void twoOnTheRelay() throws InterruptedException {
        log.step("alice and bob join scope " + scopeId + " and publish audio and video");
        DemoClient alice = join("alice");
        DemoClient bob = join("bob");
        await("alice and bob joined", 10, () -> alice.isConnected() && bob.isConnected());
        await("audio and video of both arrive over the relay", 10, () -> flows(Map.of()));
    }

    private void peerToPeer() throws InterruptedException {
        log.step("two participants: waiting for the direct path");
        gaps.begin(clients);
        await("both send and receive directly", 20, () -> all(Transport.UDP_P2P));
        settle("relay to peer-to-peer");
    }

    private void thirdJoins() throws InterruptedException {
        log.step("carol joins: back to the relay");
        gaps.begin(clients);
        join("carol");
        await(
                "three participants, all over the relay",
                15,
                () -> all(Transport.UDP_RELAY)
                        && clients.stream().allMatch(client -> client.topology() != Topology.PEER_TO_PEER));
        await("audio and video of everyone arrive at everyone", 10, () -> flows(Map.of()));
        settle("peer-to-peer to relay");
    }

    private void udpCut() throws InterruptedException {
        log.step("UDP is cut inside carol's client");
        DemoClient carol = clients.get(2);
        gaps.begin(clients);
        carol.network().setUdpBlocked(true);
        await("carol's media over TCP", 10, () -> carol.uses(Transport.TCP));
        settle("UDP to TCP (carol)");
    }

    private void udpRestored() throws InterruptedException {
        log.step("UDP works again");
        DemoClient carol = clients.get(2);
        gaps.begin(clients);
        carol.network().setUdpBlocked(false);
        await("carol's media over UDP", 20, () -> carol.uses(Transport.UDP_RELAY));
        settle("TCP to UDP (carol)");
    }

    private void messages() throws InterruptedException {
        log.step("messages to all, and one to bob alone");
        clients.forEach(client -> client.send(null, "hello from " + client.user()));
        clients.get(0).send("bob", "only for you");
        await("every message arrived where it should", 5, this::messagesArrived);
    }

    private boolean messagesArrived() {
        return clients.get(0).messages().size() == 2
                && clients.get(1).messages().size() == 3
                && clients.get(2).messages().size() == 2;
    }

    private void leave() throws InterruptedException {
        await("the journal shows carol on TCP and then on UDP again", 10, () -> carolsTransports()
                .endsWith(Transport.TCP + " " + Transport.UDP_RELAY + " "));
        ledgerAll();
        log.step("all leave");
        clients.forEach(DemoClient::leave);
    }

    /** How carol's audio travelled, as persisted; changes are coalesced, so that the last one may come late. */
    private String carolsTransports() {
        StringBuilder transports = new StringBuilder();
        read().stream()
                .filter(event -> event.path("type").asText().equals("TransportChanged"))
                .filter(event -> event.path("userId").asText().equals("carol"))
                .forEach(
                        event -> transports.append(event.path("audio").asText()).append(' '));
        return transports.toString();
    }

    private DemoClient join(String user) {
        String token = admin.issueToken(new TokenOrder(applicationId, scopeId, user, 3_600, List.of(), true));
        ScopeDescriptor.Builder where = ScopeDescriptor.builder(applicationId, scopeId)
                .resolvers(node.httpUrl())
                .trust(Trust.fingerprint(node.tlsFingerprint()))
                .token(token);
        DemoClient client = new DemoClient(user, where, clips(), recordDir, log);
        clients.add(client);
        return client;
    }

    private static List<MediaFiles.Published> clips() {
        return List.of(
                new MediaFiles.Published(TrackSpec.audio("audio"), new OggOpusSource(Clips.audio())),
                new MediaFiles.Published(TrackSpec.video("video"), new IvfSource(Clips.video())));
    }

    private boolean all(Transport transport) {
        return clients.stream().allMatch(client -> client.uses(transport));
    }

    /** Everyone gets audio and video of everyone else, and of each stream some frames more than {@code before}. */
    private boolean flows(Map<String, Long> before) {
        int streams = 2 * (clients.size() - 1);
        for (DemoClient client : clients) {
            Map<String, Long> frames = client.frames();
            if (frames.size() < streams) {
                return false;
            }
            for (Map.Entry<String, Long> stream : frames.entrySet()) {
                long start = before.getOrDefault(client.user() + " " + stream.getKey(), 0L);
                if (stream.getValue() < start + MIN_FRAMES) {
                    return false;
                }
            }
        }
        return true;
    }

    /** After a switch media must flow on; then its gap and its packets are booked. */
    private void settle(String name) throws InterruptedException {
        Map<String, Long> before = new HashMap<>();
        clients.forEach(client ->
                client.frames().forEach((stream, frames) -> before.put(client.user() + " " + stream, frames)));
        TimeUnit.MILLISECONDS.sleep(SETTLE_MS);
        await("media flows on after the switch", 10, () -> flows(before));
        gaps.end(name, clients);
        ledgerAll();
    }

    private void ledgerAll() {
        clients.forEach(ledger::record);
    }

    private void await(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            refuseErrors(what);
            if (System.nanoTime() - deadlineNs > 0) {
                throw new DemoFailure("did not happen within " + seconds + " s: " + what + "; " + states());
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
        log.seen("ok: " + what);
    }

    private void refuseErrors(String what) {
        for (DemoClient client : clients) {
            if (client.error() != null) {
                throw new DemoFailure("while waiting for this: " + what + "; " + client.state());
            }
        }
    }

    private String states() {
        return String.join("; ", clients.stream().map(DemoClient::state).toList());
    }

    private void report() throws InterruptedException, IOException {
        List<JsonNode> events = events();
        section(
                "Packets, by client, stream and transport (what was lost in a switch stands under the transport after it)",
                ledger.table());
        section("The longest time without a new frame, at each switch", gaps.table());
        EventFormat format = EventFormat.of(EventFormat.Name.table);
        List<String> lines = new ArrayList<>(format.header());
        events.forEach(event -> lines.add(format.line(event)));
        section("The scope's events, as replayed from the journal", lines);
        checkPairs(events);
        checkRecordings();
        log.step("done: every step happened");
    }

    private void section(String title, List<String> lines) {
        log.plain("");
        log.plain(title);
        lines.forEach(log::plain);
    }

    /** The scope's events once its last one is there. */
    private List<JsonNode> events() throws InterruptedException {
        List<JsonNode> events = new ArrayList<>();
        await("the journal has the scope's end", 15, () -> {
            events.clear();
            events.addAll(read());
            return !events.isEmpty()
                    && events.get(events.size() - 1).path("type").asText().equals("ScopeDisposed");
        });
        return events;
    }

    private List<JsonNode> read() {
        List<JsonNode> events = new ArrayList<>();
        EventSelection selection = new EventSelection(
                Optional.of(applicationId), Optional.of(scopeId), Optional.empty(), Optional.empty(), false);
        try {
            new NodeEvents(node).forEach(selection, events::add);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return events;
    }

    private void checkPairs(List<JsonNode> events) {
        long joined = count(events, "ParticipantJoined");
        long left = count(events, "ParticipantLeft");
        if (joined != left || joined < clients.size()) {
            throw new DemoFailure("joined and left do not pair: " + joined + " joined, " + left + " left");
        }
    }

    private static long count(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .count();
    }

    private void checkRecordings() throws IOException, InterruptedException {
        log.plain("");
        log.plain("Recordings in " + recordDir);
        Optional<DecodeCheck> decoder = DecodeCheck.find();
        for (DemoClient client : clients) {
            for (Path file : client.recordings()) {
                Optional<String> complaint = decoder.isPresent() ? decoder.get().complaint(file) : Optional.empty();
                String verdict =
                        decoder.isEmpty() ? "not checked (no ffmpeg)" : complaint.orElse("decodes without errors");
                log.plain("  " + file.getFileName() + "  " + verdict);
                if (complaint.isPresent()) {
                    throw new DemoFailure(file + " does not decode: " + complaint.get());
                }
            }
        }
    }
}
