package io.mediascope.sdk;

import io.mediascope.sdk.path.PacketGate;
import java.util.concurrent.ThreadLocalRandom;

/** Applies {@link NetworkConditions} to datagrams. */
final class FaultGate implements PacketGate {
    private final NetworkConditions conditions;

    FaultGate(NetworkConditions conditions) {
        this.conditions = conditions;
    }

    @Override
    public boolean mayLeave(boolean direct) {
        return passes(direct, conditions.outgoingLoss());
    }

    @Override
    public boolean mayEnter(boolean direct) {
        return passes(direct, conditions.incomingLoss());
    }

    @Override
    public boolean isOpen() {
        return !conditions.udpBlocked() && !conditions.directBlocked() && conditions.outgoingLoss() == 0;
    }

    private boolean passes(boolean direct, double loss) {
        return !conditions.udpBlocked()
                && !(direct && conditions.directBlocked())
                && (loss == 0 || ThreadLocalRandom.current().nextDouble() >= loss);
    }
}
