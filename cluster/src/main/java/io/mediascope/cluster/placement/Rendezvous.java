package io.mediascope.cluster.placement;

import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import java.util.List;
import java.util.Optional;

/**
 * Highest random weight hashing: whoever asks whichever node gets the same answer for a scope while the nodes are the same, and a node
 * more or less changes only what it wins or loses.
 */
final class Rendezvous {
    private Rendezvous() {}

    static Optional<NodeRef> node(ScopeKey scope, List<Candidate> nodes) {
        NodeRef best = null;
        long bestHash = 0;
        long scopeHash = hash(0xcbf29ce484222325L, scope.entityId());
        for (Candidate candidate : nodes) {
            NodeRef node = candidate.node();
            long hash = mixed(hash(scopeHash, node.address()) ^ node.uid());
            if (best == null || Long.compareUnsigned(hash, bestHash) > 0) {
                best = node;
                bestHash = hash;
            }
        }
        return Optional.ofNullable(best);
    }

    /** FNV-1a over the characters. */
    private static long hash(long seed, String text) {
        long hash = seed;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64: neighbouring values end far apart. */
    private static long mixed(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
