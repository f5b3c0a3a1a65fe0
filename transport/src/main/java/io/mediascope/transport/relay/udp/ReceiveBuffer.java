package io.mediascope.transport.relay.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One buffer for all batched reads of a socket, used again as soon as its datagrams were released; and one read a time: epoll
 * tells by itself when there is more, so the system call that finds nothing is saved.
 */
final class ReceiveBuffer implements RecvByteBufAllocator, RecvByteBufAllocator.ExtendedHandle {
    private final int bytes;
    private @Nullable ByteBuf buffer;
    private int attempted;
    private int last;

    ReceiveBuffer(int bytes) {
        this.bytes = bytes;
    }

    @Override
    @SuppressWarnings("deprecation") // the interface asks for the old type
    public RecvByteBufAllocator.Handle newHandle() {
        return this;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
        ByteBuf current = buffer;
        if (current == null || current.refCnt() > 1) {
            release();
            current = allocator.directBuffer(bytes);
            buffer = current;
        }
        return current.clear().retain();
    }

    /** When the socket is closed. */
    void release() {
        ByteBuf current = buffer;
        if (current != null) {
            buffer = null;
            current.release();
        }
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
        return false;
    }

    @Override
    public boolean continueReading() {
        return false;
    }

    @Override
    public int guess() {
        return bytes;
    }

    @Override
    public void reset(ChannelConfig config) {
        attempted = 0;
        last = 0;
    }

    @Override
    public void incMessagesRead(int messages) {}

    @Override
    public void lastBytesRead(int read) {
        last = read;
    }

    @Override
    public int lastBytesRead() {
        return last;
    }

    @Override
    public void attemptedBytesRead(int wanted) {
        attempted = wanted;
    }

    @Override
    public int attemptedBytesRead() {
        return attempted;
    }

    @Override
    public void readComplete() {}
}
