package io.mediascope.transport.relay;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** What a loop's thread has cost until now. Begun on the loop, read by any thread. */
final class LoopThread {
    /** Null on a virtual machine that counts no allocation. */
    private static final @Nullable ThreadMXBean THREADS =
            ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads ? threads : null;

    private volatile long id;

    /** On the loop. */
    void start() {
        id = Thread.currentThread().getId();
    }

    /** CPU time in nanoseconds; 0 where the system does not tell, and before the start. */
    long cpuNs() {
        return THREADS == null || id == 0 || !THREADS.isThreadCpuTimeSupported()
                ? 0
                : Math.max(0, THREADS.getThreadCpuTime(id));
    }

    /** Bytes allocated on the Java heap; 0 where the system does not tell, and before the start. */
    long allocatedBytes() {
        return THREADS == null || id == 0 || !THREADS.isThreadAllocatedMemorySupported()
                ? 0
                : Math.max(0, THREADS.getThreadAllocatedBytes(id));
    }
}
