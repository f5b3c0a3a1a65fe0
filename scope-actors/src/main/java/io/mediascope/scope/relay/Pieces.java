package io.mediascope.scope.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import io.mediascope.scope.relay.RelayCommand.Apply;
import io.mediascope.scope.relay.RelayCommand.Piece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A change that is too large for one message between nodes, in pieces: what a large scope's agent is sent after a loss. */
public final class Pieces {
    /** Of the bytes in one piece. */
    public static final int MAX_BYTES = 128 * 1024;

    /** Changes with so little in them are small enough without measuring. */
    private static final int FEW = 16;

    private Pieces() {}

    /** Tells the agent; whole when it is on this node, or small. */
    public static void tell(ActorSystem<?> system, ActorRef<RelayCommand> agent, Apply apply) {
        boolean here = agent.path().address().hasLocalScope();
        boolean few = apply.delta().changed().size() + apply.deliveries().size() <= FEW;
        if (here || few) {
            agent.tell(apply);
        } else {
            cut(system, apply).forEach(agent::tell);
        }
    }

    /** One piece that is the change itself when it is small. */
    public static List<RelayCommand> cut(ActorSystem<?> system, Apply apply) {
        byte[] bytes = serialization(system).serialize(apply).get();
        int count = (bytes.length + MAX_BYTES - 1) / MAX_BYTES;
        if (count <= 1) {
            return List.of(apply);
        }
        List<RelayCommand> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] part = Arrays.copyOfRange(bytes, i * MAX_BYTES, Math.min(bytes.length, (i + 1) * MAX_BYTES));
            pieces.add(
                    new Piece(apply.scope(), apply.token(), apply.delta().version(), i, count, part, apply.replyTo()));
        }
        return pieces;
    }

    /** The change that was cut. */
    static Apply join(ActorSystem<?> system, byte[] bytes) {
        return serialization(system).deserialize(bytes, Apply.class).get();
    }

    private static Serialization serialization(ActorSystem<?> system) {
        return SerializationExtension.get(system);
    }
}
