package io.mediascope.scope.entity;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackOffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** Which tracks may be published. Pure. */
final class TrackPolicy {
    private static final Pattern TRACK_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int MAX_LABEL = 256;

    private TrackPolicy() {}

    /**
     * What is wrong with publishing {@code offers}.
     *
     * @param published how many tracks the participant has
     */
    static Optional<Refusal> check(int published, List<TrackOffer> offers, ScopeLimits limits, Set<Grant> grants) {
        if (offers.isEmpty()) {
            return Optional.empty();
        }
        if (!grants.contains(Grant.PUBLISH)) {
            return Optional.of(Admission.missing(Grant.PUBLISH));
        }
        int max = limits.maxTracksPerParticipant();
        if (published + offers.size() > max) {
            return refuse(
                    RefusalReason.TOO_MANY_TRACKS,
                    "A participant may publish " + max + " tracks; " + published + " are published and " + offers.size()
                            + " more were offered.");
        }
        Set<String> ids = new HashSet<>();
        for (TrackOffer offer : offers) {
            if (!ids.add(offer.trackId())) {
                return refuse(RefusalReason.TRACK_EXISTS, "Track id " + offer.trackId() + " was offered twice.");
            }
            Optional<Refusal> wrong = checkOne(offer, limits);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return Optional.empty();
    }

    private static Optional<Refusal> checkOne(TrackOffer offer, ScopeLimits limits) {
        if (!TRACK_ID.matcher(offer.trackId()).matches()) {
            return refuse(RefusalReason.BAD_REQUEST, "A track id is 1 to 64 characters out of A-Z a-z 0-9 . _ -");
        }
        if (offer.label().length() > MAX_LABEL) {
            return refuse(RefusalReason.BAD_REQUEST, "A track's label is at most " + MAX_LABEL + " characters.");
        }
        boolean audio = offer.kind().mediaType() == MediaType.AUDIO;
        if (audio != (offer.codec() == Codec.OPUS)) {
            return refuse(
                    RefusalReason.UNSUPPORTED_CODEC,
                    "Track " + offer.trackId() + " is " + offer.kind() + " in " + offer.codec() + "; this scope takes "
                            + (audio ? "OPUS" : "VP8, H264, VP9 or AV1") + " for it.");
        }
        Set<LayerName> names = new HashSet<>();
        boolean distinct = offer.layers().stream().allMatch(l -> names.add(l.layer()));
        if (!distinct || offer.layers().isEmpty() || offer.layers().size() > limits.maxLayersPerTrack()) {
            return refuse(
                    RefusalReason.BAD_REQUEST,
                    "Track " + offer.trackId() + " needs 1 to " + limits.maxLayersPerTrack()
                            + " layers with different names.");
        }
        return Optional.empty();
    }

    /** Whether {@code published} is what {@code offer} asked for under the same command. */
    static boolean repeats(PublishedTrack published, TrackOffer offer, String commandId) {
        return published.commandId().equals(commandId) && published.trackId().equals(offer.trackId());
    }

    /** A publication of {@code offer}: a fresh SSRC for each layer. */
    static PublishedTrack publish(TrackOffer offer, int incarnation, String commandId, IntSupplier ssrcs) {
        return new PublishedTrack(
                offer.trackId(),
                offer.kind(),
                offer.codec(),
                offer.label(),
                offer.layers().stream()
                        .map(l -> new PublishedTrack.Layer(
                                l.layer(),
                                ssrcs.getAsInt(),
                                incarnation,
                                l.maxBitrateBps(),
                                l.width(),
                                l.height(),
                                l.maxFrameRate()))
                        .toList(),
                commandId);
    }

    /** The same track in a new incarnation. */
    static PublishedTrack renew(PublishedTrack track, int incarnation, IntSupplier ssrcs) {
        return new PublishedTrack(
                track.trackId(),
                track.kind(),
                track.codec(),
                track.label(),
                track.layers().stream()
                        .map(l -> new PublishedTrack.Layer(
                                l.name(),
                                ssrcs.getAsInt(),
                                incarnation,
                                l.maxBitrateBps(),
                                l.width(),
                                l.height(),
                                l.maxFrameRate()))
                        .toList(),
                track.commandId());
    }

    private static Optional<Refusal> refuse(RefusalReason reason, String text) {
        return Optional.of(Refusal.of(reason, text));
    }
}
