package io.mediascope.transport.relay;

import java.util.List;

/** All relay loops of a node. Safe from any thread. */
public interface RelayEngine extends AutoCloseable {
    /** Opens an empty relay on the loop with the least load. Its routes come by {@link RelayHandle#apply}. */
    RelayHandle open(RelayId id, RelayListener listener);

    /** The endpoints of each loop, by loop index. */
    List<RelayEndpoints> endpoints();

    /** What the loops carry now. */
    RelayLoad load();

    /** Closes every relay and socket; returns when the loops have stopped. */
    @Override
    void close();
}
