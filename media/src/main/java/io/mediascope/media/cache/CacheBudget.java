package io.mediascope.media.cache;

/** What all caches of one thread may hold together, so that many streams do not add up to more memory than there is. */
public final class CacheBudget {
    private final long maxBytes;
    private long usedBytes;

    public CacheBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** No bound beside each cache's own. */
    public static CacheBudget unbounded() {
        return new CacheBudget(Long.MAX_VALUE);
    }

    boolean take(int bytes) {
        if (bytes > maxBytes - usedBytes) {
            return false;
        }
        usedBytes += bytes;
        return true;
    }

    void give(int bytes) {
        usedBytes -= bytes;
    }

    public long usedBytes() {
        return usedBytes;
    }
}
