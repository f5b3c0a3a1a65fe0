package io.mediascope.cluster.wire;

import akka.actor.ExtendedActorSystem;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import akka.serialization.jackson.JacksonSerializer;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.util.Optional;

/**
 * Akka's CBOR serializer under its own name and number, which counts what it cannot read: during a rolling upgrade that is what a newer
 * version sends too early. Akka drops such a message with a warning; a replay that meets such an event fails. It has to be a
 * {@link JacksonSerializer}, for only what is bound to one may be read.
 */
public final class CountingSerializer extends JacksonSerializer {
    private final UnreadMessages unread;

    /** Made by Akka. */
    public CountingSerializer(ExtendedActorSystem system, String bindingName) {
        super(
                system,
                bindingName,
                JacksonObjectMapperProvider.get(system).getOrCreate(bindingName, Optional.of(new CBORFactory())));
        this.unread = UnreadMessages.of(system);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        boolean read = false;
        try {
            Object message = super.fromBinary(bytes, manifest);
            read = true;
            return message;
        } finally {
            if (!read) {
                unread.increment();
            }
        }
    }
}
