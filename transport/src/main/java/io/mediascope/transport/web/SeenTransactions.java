package io.mediascope.transport.web;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The last {@value #SIZE} STUN transactions of one peer. MESSAGE-INTEGRITY does not cover the sender's address: a Binding that was
 * overheard and is sent again from elsewhere would move the path there.
 */
final class SeenTransactions {
    static final int SIZE = 128;

    private final long[] ids = new long[SIZE];
    private final @Nullable InetSocketAddress[] senders = new InetSocketAddress[SIZE];
    private int next;

    /** False when the transaction was seen from another address. */
    boolean admits(long id, InetSocketAddress sender) {
        for (int i = 0; i < SIZE; i++) {
            InetSocketAddress seen = senders[i];
            if (ids[i] == id && seen != null) {
                return seen.equals(sender);
            }
        }
        ids[next] = id;
        senders[next] = sender;
        next = (next + 1) % SIZE;
        return true;
    }
}
