package io.mediascope.transport.door;

import io.mediascope.transport.wire.v1.Envelope;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One management link. Every method is safe from any thread. */
public interface Link {
    /** Unique in this process; for logs. */
    long id();

    InetSocketAddress remoteAddress();

    /**
     * Queues a message. A link whose peer does not read is closed once {@code max-pending-bytes} wait for it. Messages
     * sent from one thread arrive in order.
     */
    void send(Envelope message);

    /**
     * The client has proven who it is: deadlines and limits for strangers no longer hold for this link. Until then it may
     * be closed for newer ones.
     */
    void authenticated();

    /** For how long nothing has come from the client, not even an answer to a Ping. */
    Duration silence();

    /** Sends {@code last} when given, then closes. */
    void close(@Nullable Envelope last);
}
