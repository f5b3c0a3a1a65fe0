package io.mediascope.scope.entity;

import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides what a join means. Pure: sees the state and which links are alive. */
sealed interface Admission {
    /** Not let in, and why. */
    record Refuse(Refusal refusal) implements Admission {}

    /** The same command again: answered as before. */
    record Repeat(Participant participant) implements Admission {}

    /**
     * Back in over a new link.
     *
     * @param validTicketHash of the ticket that stays valid beside the new one
     */
    record Resume(Participant participant, byte[] validTicketHash) implements Admission {}

    /** New, in the place of a participant of the same user whose link is lost. */
    record Replace(Participant old) implements Admission {}

    /** New. */
    record Enter() implements Admission {}

    static Admission decide(ScopeState state, ScopeCommand.Join join, Predicate<Participant> linkAlive) {
        Optional<Participant> present = state.user(join.userId());
        if (present.isPresent()) {
            Admission known = ofPresent(present.get(), join, linkAlive);
            if (known != null) {
                return known;
            }
        }
        Optional<Refusal> tracks = TrackPolicy.check(0, join.tracks(), join.limits(), join.grants());
        if (tracks.isPresent()) {
            return new Refuse(tracks.get());
        }
        if (present.isPresent()) {
            return new Replace(present.get());
        }
        int max = join.limits().maxParticipants();
        if (state.participants().size() >= max) {
            return new Refuse(Refusal.retryable(
                    RefusalReason.SCOPE_FULL,
                    "The scope has its limit of " + max + " participants; join when one has left, or raise the limit.",
                    0));
        }
        return new Enter();
    }

    private static @Nullable Admission ofPresent(
            Participant p, ScopeCommand.Join join, Predicate<Participant> linkAlive) {
        if (p.link().commandId().equals(join.commandId())) {
            return new Repeat(p);
        }
        byte[] presented = join.presentedTicketHash();
        if (presented != null && ticketFits(p, presented)) {
            return new Resume(p, presented);
        }
        if (p.joinId().equals(join.joinId())) {
            return new Resume(p, p.link().ticketHash());
        }
        if (!linkAlive.test(p)) {
            return null;
        }
        if (presented != null) {
            return new Refuse(Refusal.of(
                    RefusalReason.TICKET_INVALID,
                    "The resume ticket is not the one given to this user last; join again without a ticket once the"
                            + " other link has ended."));
        }
        return new Refuse(Refusal.retryable(
                RefusalReason.USER_ALREADY_IN_SCOPE,
                "User " + join.userId() + " is in the scope over another link; end that one first, or join under"
                        + " another user name.",
                0));
    }

    private static boolean ticketFits(Participant p, byte[] presented) {
        byte[] previous = p.link().previousTicketHash();
        return MessageDigest.isEqual(p.link().ticketHash(), presented)
                || (previous != null && MessageDigest.isEqual(previous, presented));
    }

    /** A refusal for want of a grant. */
    static Refusal missing(Grant grant) {
        return Refusal.of(
                RefusalReason.MISSING_GRANT,
                "The join token does not grant " + grant.name().toLowerCase(java.util.Locale.ROOT)
                        + "; issue one whose grants list it.");
    }
}
