package io.mediascope.cluster.relay;

import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.relay.RelayHandle;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The relays of a node with their fencing tokens, and the tombstones of closed ones. Belongs to the node and not to the agent, so
 * that relays and tokens outlive a restarted agent. Only the agent changes it; {@link #handle} may be called on any thread.
 */
public final class RelayTable {
    /** The last token of a closed relay. */
    private record Tombstone(FencingToken token, long untilNs) {}

    private final Map<ScopeKey, HeldRelay> relays = new HashMap<>();
    private final Map<ScopeKey, Tombstone> tombstones = new LinkedHashMap<>();
    private final Map<ScopeKey, RelayHandle> handles = new ConcurrentHashMap<>();
    private final LocalSessions sessions = new LocalSessions();
    private final long tombstoneNs;
    private long numbers;

    public RelayTable(Duration tombstone) {
        this.tombstoneNs = tombstone.toNanos();
    }

    /** Where a media connection's packets go. */
    public Optional<RelayHandle> handle(ScopeKey scope) {
        return Optional.ofNullable(handles.get(scope));
    }

    LocalSessions sessions() {
        return sessions;
    }

    @Nullable
    HeldRelay held(ScopeKey scope) {
        return relays.get(scope);
    }

    /** The relay that a message of a loop is about; null when it has been closed since. */
    @Nullable
    HeldRelay held(ScopeKey scope, long number) {
        HeldRelay relay = relays.get(scope);
        return relay != null && relay.number == number ? relay : null;
    }

    Set<ScopeKey> scopes() {
        return Set.copyOf(relays.keySet());
    }

    int size() {
        return relays.size();
    }

    long nextNumber() {
        return ++numbers;
    }

    void add(HeldRelay relay) {
        relays.put(relay.scope, relay);
        handles.put(relay.scope, relay.handle);
        tombstones.remove(relay.scope);
    }

    void bury(HeldRelay relay, FencingToken token, long nowNs) {
        relays.remove(relay.scope);
        handles.remove(relay.scope);
        sessions.forgetCounts(relay.scope);
        tombstones.values().removeIf(tombstone -> tombstone.untilNs - nowNs <= 0);
        tombstones.put(relay.scope, new Tombstone(token, nowNs + tombstoneNs));
    }

    /** The token that commands for this scope are measured against: the relay's, or its tombstone's. */
    @Nullable
    FencingToken lastToken(ScopeKey scope, long nowNs) {
        HeldRelay relay = relays.get(scope);
        if (relay != null) {
            return relay.token;
        }
        Tombstone tombstone = tombstones.get(scope);
        return tombstone != null && tombstone.untilNs - nowNs > 0 ? tombstone.token : null;
    }
}
