package io.mediascope.cluster.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Where the last clients' scopes went, so that a request for a session that a move has ended says where to go on. Any thread. */
final class MovedClients {
    private static final int KEPT = 10_000;

    private record Key(String id, HttpMediaKind kind) {}

    private final Map<Key, HttpMediaReply.Moved> byId = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, HttpMediaReply.Moved> eldest) {
            return size() > KEPT;
        }
    };

    synchronized void add(String id, HttpMediaKind kind, HttpMediaReply.Moved to) {
        byId.put(new Key(id, kind), to);
    }

    /** What a request for a session that is not here comes to. */
    synchronized HttpMediaReply answer(String id, HttpMediaKind kind) {
        HttpMediaReply.Moved to = byId.get(new Key(id, kind));
        return to == null ? new HttpMediaReply.Unknown() : to;
    }
}
