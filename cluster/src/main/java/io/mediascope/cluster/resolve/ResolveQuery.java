package io.mediascope.cluster.resolve;

import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Which node serves this scope?
 *
 * @param token a join token, when the client showed one; a valid one for this scope skips the bucket of its source and says who asks
 * @param failed the homes that a reconnecting client could not reach; empty otherwise
 * @param client where it says that it is
 * @param source the client's address
 */
public record ResolveQuery(
        String applicationId,
        String scopeId,
        Optional<String> token,
        List<HostPort> failed,
        ClientPlace client,
        InetAddress source) {
    public ResolveQuery {
        failed = List.copyOf(failed);
    }
}
