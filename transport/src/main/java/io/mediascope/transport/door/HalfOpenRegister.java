package io.mediascope.transport.door;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All connections that nobody has authenticated, oldest first, within limits. Safe from any thread: it is locked for each
 * connection's coming and going, never for a message.
 */
final class HalfOpenRegister {
    private final HalfOpenLimits limits;
    private final Set<Stranger> all = new LinkedHashSet<>();
    private final Set<Stranger> withTls = new LinkedHashSet<>();
    private final Map<Source, Set<Stranger>> bySource = new HashMap<>();

    HalfOpenRegister(HalfOpenLimits limits) {
        this.limits = limits;
    }

    /** Adds one and returns the one to close for it, already removed. */
    synchronized @Nullable Stranger add(Stranger stranger) {
        Set<Stranger> ofSource = bySource.computeIfAbsent(stranger.source(), s -> new LinkedHashSet<>());
        ofSource.add(stranger);
        all.add(stranger);
        if (ofSource.size() > limits.perSource()) {
            return removeOldest(ofSource);
        }
        return all.size() > limits.total() ? removeOldest(all) : null;
    }

    /** It begins TLS. Returns the one to close for it, already removed. */
    synchronized @Nullable Stranger addTls(Stranger stranger) {
        if (!all.contains(stranger)) {
            return null;
        }
        withTls.add(stranger);
        return withTls.size() > limits.withTls() ? removeOldest(withTls) : null;
    }

    /** False when it is not here any more. */
    synchronized boolean remove(Stranger stranger) {
        withTls.remove(stranger);
        Set<Stranger> ofSource = bySource.get(stranger.source());
        if (ofSource != null && ofSource.remove(stranger) && ofSource.isEmpty()) {
            bySource.remove(stranger.source());
        }
        return all.remove(stranger);
    }

    private Stranger removeOldest(Set<Stranger> from) {
        Stranger oldest = from.iterator().next();
        remove(oldest);
        return oldest;
    }
}
