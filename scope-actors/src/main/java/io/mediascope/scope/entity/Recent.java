package io.mediascope.scope.entity;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps what was put in last, so many entries, and forgets the oldest. */
final class Recent<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int kept;

    Recent(int kept) {
        this.kept = kept;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > kept;
    }
}
