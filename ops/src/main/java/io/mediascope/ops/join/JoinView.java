package io.mediascope.ops.join;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.model.Transport;
import io.mediascope.ops.TextTable;
import io.mediascope.sdk.ErrorCode;
import io.mediascope.sdk.LeaveReason;
import io.mediascope.sdk.ReceivedMessage;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.RemoteUser;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.ScopeStatistics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows one connection in the terminal: a line for each thing that happens, and a table of how the media fares. On a terminal
 * the table stays below the lines and is drawn again each second; elsewhere it is printed every few seconds.
 */
public final class JoinView implements ScopeListener {
    private static final int PLAIN_INTERVAL = 5;

    private final PrintWriter out;
    private final boolean terminal;
    private final Consumer<RemoteTrack> onTrack;
    private final Map<String, RemoteUser> users = new ConcurrentHashMap<>();
    private int drawnLines;
    private long ticks;
    private volatile @Nullable String failure;

    /**
     * @param terminal whether lines can be drawn over
     * @param onTrack called for each track of another user
     */
    public JoinView(PrintWriter out, boolean terminal, Consumer<RemoteTrack> onTrack) {
        this.out = out;
        this.terminal = terminal;
        this.onTrack = onTrack;
    }

    /** Why the connection ended, when nobody wanted it to. */
    public @Nullable String failure() {
        return failure;
    }

    @Override
    public void connected(ScopeConnection connection) {
        failure = null;
        say("joined scope " + connection.scopeId() + " as " + connection.userId());
    }

    @Override
    public void userJoined(RemoteUser user) {
        users.put(user.userId(), user);
        say(user.userId() + " is here");
    }

    @Override
    public void userLeft(String userId, LeaveReason reason) {
        users.remove(userId);
        say(userId + " left (" + reason + ")");
    }

    @Override
    public void userReconnected(String userId) {
        say(userId + " is back");
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        say(track.userId() + " publishes " + track.trackId() + " (" + track.kind() + ", " + track.codec() + ")");
        onTrack.accept(track);
    }

    @Override
    public void trackUnpublished(RemoteTrack track) {
        say(track.userId() + " stopped " + track.trackId());
    }

    @Override
    public void transportChanged(String userId, MediaType mediaType, Transport transport, String detail) {
        say(userId + ": " + mediaType + " over " + transport + (detail.isEmpty() ? "" : " (" + detail + ")"));
    }

    @Override
    public void topologyChanged(Topology topology, String reason) {
        say("topology " + topology + (reason.isEmpty() ? "" : " (" + reason + ")"));
    }

    @Override
    public void messageReceived(ReceivedMessage message) {
        say(message.fromUser() + (message.toAll() ? "" : " (to you)") + " [" + message.topic() + "]: "
                + new String(message.payload(), StandardCharsets.UTF_8));
    }

    @Override
    public void connectionLost(boolean willReconnect) {
        say("connection lost" + (willReconnect ? ", reconnecting" : ""));
    }

    @Override
    public void reconnected(boolean resumed) {
        failure = null;
        say(resumed ? "reconnected, session resumed" : "reconnected as a new participant");
    }

    @Override
    public void error(ErrorCode code, String text) {
        failure = code + ": " + text;
        say("error " + code + ": " + text);
    }

    @Override
    public void quality(ScopeStatistics statistics) {
        ticks++;
        if (terminal) {
            draw(table(statistics));
        } else if (ticks % PLAIN_INTERVAL == 0) {
            table(statistics).forEach(out::println);
            out.flush();
        }
    }

    private synchronized void say(String text) {
        erase();
        out.println(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS) + "  "
                + text.replaceAll("\\p{Cntrl}", "?"));
        out.flush();
    }

    private synchronized void draw(List<String> lines) {
        erase();
        lines.forEach(out::println);
        drawnLines = lines.size();
        out.flush();
    }

    /** Cursor up, clear to the end (ECMA-48). */
    private void erase() {
        if (drawnLines > 0) {
            out.print("\u001b[" + drawnLines + "A\u001b[J");
            drawnLines = 0;
        }
    }

    private List<String> table(ScopeStatistics statistics) {
        TextTable table =
                new TextTable("USER", "TRACK", "TRANSPORT", "KBIT/S", "PACKETS", "LOST", "JITTER MS", "DELAY MS");
        for (ScopeStatistics.SentStream sent : statistics.sent()) {
            table.row(
                    "(me)",
                    sent.trackId() + "/" + sent.layer(),
                    own(sent.kind() == TrackKind.AUDIO, statistics),
                    Long.toString(sent.bitrateBps() / 1000),
                    Long.toString(sent.packets()),
                    Long.toString(sent.lostPackets()),
                    "",
                    ms(sent.roundTripUs() / 2));
        }
        for (ScopeStatistics.ReceivedStream in : statistics.received()) {
            table.row(
                    in.userId(),
                    in.trackId() + "/" + in.layer(),
                    own(in.kind() == TrackKind.AUDIO, statistics),
                    Long.toString(in.bitrateBps() / 1000),
                    Long.toString(in.packets()),
                    Long.toString(in.lostPackets()),
                    ms(in.jitterUs()),
                    ms(in.roundTripUs() / 2));
        }
        users.values().stream()
                .filter(user -> statistics.received().stream()
                        .noneMatch(in -> in.userId().equals(user.userId())))
                .forEach(user -> table.row(user.userId(), "-", "-", "0", "0", "0", "", ""));
        return table.lines();
    }

    private static String own(boolean audio, ScopeStatistics statistics) {
        Transport transport = audio ? statistics.audioTransport() : statistics.videoTransport();
        return transport == null ? "-" : transport.name();
    }

    private static String ms(long us) {
        return String.format(Locale.ROOT, "%.1f", us / 1000.0);
    }
}
