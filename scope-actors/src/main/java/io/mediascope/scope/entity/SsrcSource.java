package io.mediascope.scope.entity;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;

/** Random SSRCs that no stream and no hop of a scope uses; one instance per batch of events. */
final class SsrcSource implements IntSupplier {
    private final RandomGenerator random;
    private final Set<Integer> used = new HashSet<>();

    SsrcSource(ScopeState state, RandomGenerator random) {
        this.random = random;
        used.add(0);
        state.participants().values().forEach(p -> {
            used.add(p.link().clientSsrc());
            used.add(p.link().nodeSsrc());
            p.tracks().forEach(t -> t.layers().forEach(l -> used.add(l.ssrc())));
        });
    }

    @Override
    public int getAsInt() {
        int ssrc = random.nextInt();
        while (!used.add(ssrc)) {
            ssrc = random.nextInt();
        }
        return ssrc;
    }
}
