package io.mediascope.sdk;

import java.util.List;

/** Which tracks of the others a client wants to receive. */
public record Subscription(Mode mode, List<Wanted> listed) {
    /** How tracks are chosen. */
    public enum Mode {
        ALL,
        LISTED,
        NONE
    }

    /** A track of a user; an empty {@code trackId} means all tracks of that user. */
    public record Wanted(String userId, String trackId) {}

    public static final Subscription ALL = new Subscription(Mode.ALL, List.of());
    public static final Subscription NONE = new Subscription(Mode.NONE, List.of());

    public Subscription {
        listed = List.copyOf(listed);
    }

    public static Subscription of(Wanted... wanted) {
        return new Subscription(Mode.LISTED, List.of(wanted));
    }

    /** All tracks of these users. */
    public static Subscription ofUsers(String... userIds) {
        return new Subscription(
                Mode.LISTED,
                List.of(userIds).stream().map(u -> new Wanted(u, "")).toList());
    }

    boolean covers(String userId, String trackId) {
        return switch (mode) {
            case ALL -> true;
            case NONE -> false;
            case LISTED ->
                listed.stream()
                        .anyMatch(w -> w.userId().equals(userId)
                                && (w.trackId().isEmpty() || w.trackId().equals(trackId)));
        };
    }
}
