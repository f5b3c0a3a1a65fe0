package io.mediascope.cluster.wire;

import akka.actor.AbstractExtensionId;
import akka.actor.ActorSystem;
import akka.actor.ExtendedActorSystem;
import akka.actor.Extension;
import java.util.concurrent.atomic.LongAdder;

/** How many messages and events this process could not read. */
public final class UnreadMessages implements Extension {
    private static final Id ID = new Id();

    private final LongAdder count = new LongAdder();

    private static final class Id extends AbstractExtensionId<UnreadMessages> {
        @Override
        public UnreadMessages createExtension(ExtendedActorSystem system) {
            return new UnreadMessages();
        }
    }

    private UnreadMessages() {}

    public static UnreadMessages of(ActorSystem system) {
        return ID.get(system);
    }

    void increment() {
        count.increment();
    }

    public long count() {
        return count.sum();
    }
}
