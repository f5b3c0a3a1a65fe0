package io.mediascope.ops.cluster;

import io.mediascope.cluster.member.MemberId;
import io.mediascope.ops.node.NodeClient;
import io.mediascope.ops.node.NodeFile;
import io.mediascope.ops.node.RequestRefused;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells living nodes at once that a process was reaped, each by itself: one of them may stand still. */
final class DeathReporter {
    private static final Logger LOG = LoggerFactory.getLogger(DeathReporter.class);

    private final ExecutorService threads;

    DeathReporter(ExecutorService threads) {
        this.threads = threads;
    }

    void report(MemberId dead, List<NodeFile> others) {
        others.forEach(other -> threads.execute(() -> tell(other, dead)));
    }

    private static void tell(NodeFile other, MemberId dead) {
        try {
            String outcome = new NodeClient(other).reportDeath(dead);
            LOG.info("{} told of the death of {}:{}: {}", other.httpUrl(), dead.host(), dead.port(), outcome);
        } catch (RequestRefused e) {
            LOG.warn("{} could not be told of a death: {}", other.httpUrl(), e.getMessage());
        }
    }
}
