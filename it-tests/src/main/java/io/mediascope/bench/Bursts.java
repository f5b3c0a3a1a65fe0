package io.mediascope.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends bursts of equal datagrams at a steady pace from one thread of its own, as a video sender does frame by frame. */
final class Bursts implements AutoCloseable {
    private final DatagramChannel channel;
    private final Thread thread;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean running = true;

    Bursts(int port, int packetBytes, int packetsPerBurst, int burstsPerSecond) throws IOException {
        channel = DatagramChannel.open();
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        ByteBuffer packet = ByteBuffer.allocateDirect(packetBytes);
        thread = new Thread(() -> run(target, packet, packetsPerBurst, 1_000_000_000L / burstsPerSecond), "bursts");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(InetSocketAddress target, ByteBuffer packet, int packetsPerBurst, long intervalNs) {
        long next = System.nanoTime();
        try {
            while (running) {
                for (int i = 0; i < packetsPerBurst; i++) {
                    packet.clear();
                    channel.send(packet, target);
                    sent.incrementAndGet();
                }
                next += intervalNs;
                long wait;
                while ((wait = next - System.nanoTime()) > 0 && running) {
                    LockSupport.parkNanos(wait);
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Packets sent so far. */
    long sent() {
        return sent.get();
    }

    @Override
    public void close() throws IOException {
        running = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        channel.close();
    }
}
