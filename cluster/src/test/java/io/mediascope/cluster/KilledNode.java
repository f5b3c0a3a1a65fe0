package io.mediascope.cluster;

import io.mediascope.cluster.credentials.ApiKey;
import io.mediascope.cluster.credentials.CreatedApplication;
import io.mediascope.cluster.credentials.TokenOrder;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.wire.v1.Envelope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A process that runs a node, has one participant join, says so, and waits to be killed. */
final class KilledNode {
    static final String SCOPE = "killed";

    private KilledNode() {}

    public static void main(String[] args) throws Exception {
        MediascopeNode node = TestNodes.start(Path.of(args[0]));
        CreatedApplication first = node.firstApplication().orElseThrow();
        String app = first.application().id();
        ApiKey revoked = node.applications().addKey(app);
        node.applications().revokeKey(app, revoked.keyId());
        String token = node.tokens().issue(TokenOrder.of(new ScopeKey(app, SCOPE), "alice", Duration.ofMinutes(1)));
        TestLink alice = TestLink.join(node, app, SCOPE, token);
        alice.await(Envelope::hasAuthResponse);
        System.out.println("JOINED " + app + " " + first.key().keyId() + " " + revoked.keyId());
        TimeUnit.MINUTES.sleep(2);
        alice.close();
        node.close();
    }
}
