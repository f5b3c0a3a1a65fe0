package io.mediascope.bench.janus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mediascope.load.light.PacedPeer;
import io.mediascope.load.light.WebSdp;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One WebRTC publisher of video and N WebRTC receivers in a videoroom of a Janus that was started for it. */
public final class JanusRoom implements AutoCloseable {
    private static final int ROOM = 1234;
    private static final int SSRC = 0x33;
    private static final long PATIENCE_SECONDS = 20;

    private final JanusServer server;
    private final JanusSession session;
    private final DtlsIdentity identity = DtlsIdentity.create();
    private final List<LightPeer> peers = new ArrayList<>();
    private final AtomicLong received = new AtomicLong();
    private final PacedPeer publisher;

    private JanusRoom(JanusServer server, int receivers, int packetBytes) throws IOException {
        this.server = server;
        session = JanusSession.open(server);
        session.ask(
                session.attach(),
                JanusSession.body("create")
                        .put("room", ROOM)
                        .put("publishers", 1)
                        .put("videocodec", "vp8")
                        .put("bitrate", 0));
        long handle = session.attach();
        publisher = new PacedPeer(publish(handle), SSRC, packetBytes);
        long feed = feed();
        for (int i = 0; i < receivers; i++) {
            subscribe(feed);
        }
    }

    /** Whether there is a Janus to measure. */
    public static boolean available() {
        return JanusServer.program().isPresent();
    }

    /** @param folder for its configuration and log */
    public static JanusRoom open(Path folder, int receivers, int packetBytes) throws IOException {
        Path program = JanusServer.program().orElseThrow(() -> new IOException("no Janus is installed"));
        JanusServer server = JanusServer.start(program, folder);
        try {
            return new JanusRoom(server, receivers, packetBytes);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private LightPeer publish(long handle) throws IOException {
        LightPeer peer = peer();
        ObjectNode join = JanusSession.body("joinandconfigure")
                .put("ptype", "publisher")
                .put("room", ROOM)
                .put("audio", false)
                .put("video", true);
        JsonNode event = session.ask(handle, join, "offer", WebSdp.video(1, peer.description(List.of()), SSRC));
        connect(peer, event.path("jsep").path("sdp").asText());
        return peer;
    }

    private long feed() throws IOException {
        JsonNode participants = session.ask(
                session.attach(), JanusSession.body("listparticipants").put("room", ROOM));
        return participants.path("participants").path(0).path("id").asLong();
    }

    private void subscribe(long feed) throws IOException {
        long handle = session.attach();
        LightPeer peer = peer();
        ObjectNode join = JanusSession.body("join").put("ptype", "subscriber").put("room", ROOM);
        join.putArray("streams").addObject().put("feed", feed);
        String offer =
                session.ask(handle, join, "", "").path("jsep").path("sdp").asText();
        session.ask(handle, JanusSession.body("start"), "answer", WebSdp.answer(offer, peer.description(List.of())));
        connect(peer, offer);
    }

    private LightPeer peer() {
        LightPeer peer = new LightPeer(identity, LightPeer.Options.defaults(), new LightPeer.Sink() {
            @Override
            public void rtp(byte[] plain, int length) {
                received.incrementAndGet();
            }

            @Override
            public void rtcp(byte[] plain, int length) {}
        });
        peers.add(peer);
        return peer;
    }

    private static void connect(LightPeer peer, String sdp) throws IOException {
        LocalPeer node = WebSdp.node(sdp);
        peer.connect(node, node.candidates().get(0));
        peer.connected().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** Process id of the Janus. */
    public long pid() {
        return server.pid();
    }

    public PacedPeer publisher() {
        return publisher;
    }

    /** Packets that all receivers have opened. */
    public long received() {
        return received.get();
    }

    @Override
    public void close() {
        publisher.close();
        peers.forEach(LightPeer::close);
        server.close();
    }
}
