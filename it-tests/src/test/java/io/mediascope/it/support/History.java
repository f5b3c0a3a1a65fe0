package io.mediascope.it.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.scope.history.PublicEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What must hold for every scope's history, and questions to ask of one. */
public final class History {
    private History() {}

    /** Sequence numbers without gaps, time never backwards, joined and left in pairs, lives begun and ended in order. */
    public static void shouldBeSound(List<PublicEvent> events) {
        Map<String, String> inside = new HashMap<>();
        long expected = 1;
        PublicEvent before = null;
        for (PublicEvent event : events) {
            assertThat(event.sequenceNumber())
                    .as("sequence number of %s", event)
                    .isEqualTo(expected++);
            if (before != null) {
                assertThat(event.time()).as("time of %s", event).isAfterOrEqualTo(before.time());
                assertThat(event.life()).as("life of %s", event).isGreaterThanOrEqualTo(before.life());
            }
            before = event;
            pair(inside, event);
        }
    }

    private static void pair(Map<String, String> inside, PublicEvent event) {
        String session = String.valueOf(event.fields().get("sessionId"));
        switch (event.type()) {
            case "ParticipantJoined" ->
                assertThat(inside.put(session, String.valueOf(event.fields().get("userId"))))
                        .as("joined twice: %s", event)
                        .isNull();
            case "ParticipantLeft" ->
                assertThat(inside.remove(session))
                        .as("left without having joined: %s", event)
                        .isNotNull();
            case "ScopeDisposed" ->
                assertThat(inside).as("still inside at the end of a life").isEmpty();
            default -> {}
        }
    }

    public static List<PublicEvent> of(List<PublicEvent> events, String type) {
        return events.stream().filter(event -> event.type().equals(type)).toList();
    }

    /** The types in order, without those that come when they come. */
    public static List<String> story(List<PublicEvent> events) {
        return events.stream()
                .map(PublicEvent::type)
                .filter(type -> !type.equals("QualityReported"))
                .toList();
    }

    public static Optional<Object> field(PublicEvent event, String name) {
        return Optional.ofNullable(event.fields().get(name));
    }

    public static long count(List<PublicEvent> events, String type) {
        return of(events, type).size();
    }
}
