package io.mediascope.scope.entity;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the streams of a scope get new keys: when somebody has left, so that he cannot open what comes after; several leaves
 * within one interval are one change. Of the epochs nothing is stored: the fencing number, which rises with each actor, begins them.
 */
final class Rekeying {
    /** Publishers change this much later than receivers get the keys. */
    static final Duration SWITCH_AFTER = Duration.ofMillis(300);

    /** Keys in one message, which must fit into one frame of a link. */
    private static final int PAGE = 2000;

    private final ScopeSettings.Rekey when;
    private final Duration interval;
    private boolean wanted;
    private Instant notBefore = Instant.EPOCH;

    Rekeying(ScopeSettings settings) {
        this.when = settings.rekey();
        this.interval = settings.rekeyInterval();
    }

    /** The first epoch under {@code token}; far from those before it, in its low byte, the MKI, as well. */
    int firstEpoch(FencingToken token) {
        return when == ScopeSettings.Rekey.NEVER ? 0 : (int) ((token.n() << 20) + token.n() * 97);
    }

    /** Somebody has left, or perhaps had when the actor before this one died. */
    void left() {
        wanted = when == ScopeSettings.Rekey.ON_LEAVE;
    }

    /** Nobody is left to tell. */
    void forget() {
        wanted = false;
    }

    /** Whether it is to be done now; then it is the caller's duty. */
    boolean take(Instant now) {
        if (!wanted || notBefore.isAfter(now)) {
            return false;
        }
        wanted = false;
        notBefore = now.plus(interval);
        return true;
    }

    /** When it has to wait until then; null as well when the next turn of the scope does it. */
    @Nullable
    Instant next(Instant now) {
        return wanted && notBefore.isAfter(now) ? notBefore : null;
    }

    /** The present keys of all streams, for everybody. */
    static List<Delivery> tell(ScopeState state, ScopeRouting routing) {
        List<ClientMessage.Rekeyed.StreamKey> keys = routing.keys(state);
        List<Delivery> out = new ArrayList<>();
        for (int i = 0; i < keys.size(); i += PAGE) {
            List<ClientMessage.Rekeyed.StreamKey> page = List.copyOf(keys.subList(i, Math.min(i + PAGE, keys.size())));
            out.add(Delivery.toAll(new ClientMessage.Rekeyed(page, (int) SWITCH_AFTER.toMillis())));
        }
        return out;
    }
}
