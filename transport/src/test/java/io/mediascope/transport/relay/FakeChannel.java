package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.door.MediaChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A media connection whose other end is the test. */
final class FakeChannel implements MediaChannel {
    final ConcurrentLinkedQueue<byte[]> packets = new ConcurrentLinkedQueue<>();
    final AtomicInteger flushes = new AtomicInteger();
    volatile boolean behind;
    volatile boolean closed;
    volatile boolean full;

    @Override
    public boolean offer(MediaType type, ByteBuf packet) {
        try {
            if (!full) {
                packets.add(ByteBufUtil.getBytes(packet));
            }
            return !full;
        } finally {
            packet.release();
        }
    }

    @Override
    public void flush() {
        flushes.incrementAndGet();
    }

    @Override
    public boolean behind() {
        return behind;
    }

    @Override
    public void close() {
        closed = true;
    }
}
