package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.history.PublicEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Holds what one client was told during its session against what is persisted of that time. */
public final class Witness {
    /** What happens while a client takes its leave may reach it or not. */
    private static final Duration LEAVING = Duration.ofMillis(500);

    private final TestClient client;
    private final Instant surelyUntil;
    private final String session;

    /** Users by session. */
    private final Map<String, String> inside = new HashMap<>();

    private final List<String> comings = new ArrayList<>();
    private final List<String> topologies = new ArrayList<>();
    private String topology = "RELAY";
    private boolean watching;

    private int sure;

    private Witness(TestClient client, Instant leftAt) {
        this.client = client;
        this.surelyUntil = leftAt.minus(LEAVING);
        this.session = client.connection.sessionId();
    }

    /**
     * Joined and left of others in order, each once; changes of topology in order, where one may fall into an interruption.
     *
     * @param leftAt when the client began to leave
     */
    public static void shouldHaveSeenWhatIsPersisted(TestClient client, Instant leftAt, List<PublicEvent> events) {
        Witness witness = new Witness(client, leftAt);
        events.forEach(witness::take);
        witness.compare();
    }

    private void take(PublicEvent event) {
        String subject = String.valueOf(event.fields().get("sessionId"));
        String user = String.valueOf(event.fields().get("userId"));
        boolean own = subject.equals(session);
        switch (event.type()) {
            case "ParticipantJoined" -> joined(subject, user, own);
            case "ParticipantLeft" -> {
                inside.remove(subject);
                watching &= !own;
                if (watching) {
                    comings.add("left " + user + " " + event.fields().get("reason"));
                }
            }
            case "TopologyChanged" -> {
                topology = String.valueOf(event.fields().get("topology"));
                if (watching) {
                    topologies.add(topology);
                }
            }
            case "ScopeCreated" -> topology = "RELAY";
            default -> {}
        }
        if (event.time().isBefore(surelyUntil)) {
            sure = comings.size();
        }
    }

    private void joined(String subject, String user, boolean own) {
        if (own) {
            watching = true;
            new TreeSet<>(inside.values()).forEach(present -> comings.add("joined " + present));
            topologies.add(topology);
        } else if (watching) {
            comings.add("joined " + user);
        }
        inside.put(subject, user);
    }

    /** Who left while the client's link was broken is missing when it is back, and nobody says why. */
    private boolean toldByAbsence(String seen, String persisted) {
        return !client.seen("connectionLost").isEmpty()
                && seen.startsWith("left ")
                && seen.endsWith(" UNKNOWN")
                && persisted.startsWith(seen.substring(0, seen.length() - "UNKNOWN".length()));
    }

    private void compare() {
        List<String> seen = new ArrayList<>(client.log.stream()
                .filter(line -> line.startsWith("joined ") || line.startsWith("left "))
                .toList());
        assertThat(seen).as("%s saw, in %s", client.name, client.log).hasSizeGreaterThanOrEqualTo(sure);
        for (int i = 0; i < Math.min(seen.size(), comings.size()); i++) {
            if (toldByAbsence(seen.get(i), comings.get(i))) {
                seen.set(i, comings.get(i));
            }
        }
        assertThat(comings).as("persisted while %s was in", client.name).startsWith(seen.toArray(String[]::new));
        List<String> told = client.seen("topology").stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
        int next = 0;
        for (String persisted : topologies) {
            next += next < told.size() && told.get(next).equals(persisted) ? 1 : 0;
        }
        assertThat(next)
                .as("%s was told %s, persisted is %s", client.name, told, topologies)
                .isEqualTo(told.size());
    }
}
