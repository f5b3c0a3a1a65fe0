package io.mediascope.cluster.cassandra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.cluster.Cluster;
import akka.testkit.javadsl.TestKit;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SoleWriterTest {
    private static final Duration SOON = Duration.ofSeconds(15);

    private final ActorSystem system = ActorSystem.create(
            "sole",
            ConfigFactory.parseString(
                            """
                            akka.actor.provider = cluster
                            akka.remote.artery { transport = tcp, canonical { hostname = "127.0.0.1", port = 0 } }
                            akka.cluster.jmx.enabled = off
                            akka.coordinated-shutdown { exit-jvm = off, run-by-actor-system-terminate = off }
                            """)
                    .withFallback(ConfigFactory.load()));

    @AfterEach
    void stop() {
        TestKit.shutdownActorSystem(system);
    }

    @Test
    void shouldNotTakeANodeThatWasTakenOutForOneThatIsAlone() {
        Cluster cluster = Cluster.get(system);
        assertThat(SoleWriter.isMember(cluster)).as("before it joins").isFalse();

        cluster.join(cluster.selfAddress());
        await().atMost(SOON).until(() -> SoleWriter.isMember(cluster));

        cluster.down(cluster.selfAddress());
        await().atMost(SOON)
                .until(() -> !cluster.state().getMembers().iterator().hasNext());
        assertThat(SoleWriter.isMember(cluster)).as("after it was taken out").isFalse();
    }
}
