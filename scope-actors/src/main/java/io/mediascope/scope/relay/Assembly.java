package io.mediascope.scope.relay;

import akka.actor.typed.ActorSystem;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.relay.RelayCommand.Apply;
import io.mediascope.scope.relay.RelayCommand.Piece;
import java.io.ByteArrayOutputStream;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The pieces of one change until the last of them is there; nothing of it is in force before. A piece of another change ends the wait:
 * what is missing shows as a gap in the versions and is asked for. Belongs to the agent that takes the pieces.
 */
public final class Assembly {
    /** No change of a scope is larger. */
    private static final int MAX_PIECES = 1024;

    private final TreeMap<Integer, byte[]> pieces = new TreeMap<>();
    private @Nullable FencingToken token;
    private long version;

    /** The change, when this was the last piece of it that was missing. */
    public Optional<Apply> add(ActorSystem<?> system, Piece piece) {
        if (piece.count() < 1 || piece.count() > MAX_PIECES || piece.index() < 0 || piece.index() >= piece.count()) {
            return Optional.empty();
        }
        if (!piece.token().equals(token) || piece.version() != version) {
            pieces.clear();
            token = piece.token();
            version = piece.version();
        }
        pieces.put(piece.index(), piece.bytes());
        if (pieces.size() < piece.count()) {
            return Optional.empty();
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.values().forEach(whole::writeBytes);
        pieces.clear();
        return Optional.of(Pieces.join(system, whole.toByteArray()));
    }
}
