package io.mediascope.cluster.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.actor.typed.receptionist.Receptionist;
import com.typesafe.config.ConfigFactory;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.placement.Placer;
import io.mediascope.cluster.settings.NodeSettings;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentDirectoryTest {
    private static final NodeRef NODE = new NodeRef("akka://test@127.0.0.1:2", 2, "here", "127.0.0.1", 7443);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final AgentDirectory directory = new AgentDirectory(
            "akka://test@127.0.0.1:1",
            new Placer(NodeSettings.load(Map.of()).placement(), new NodeCounters(), new Random(1), System::nanoTime));

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldAskUntilAnAgentSaysWhoItIsAndForgetItWhenItGoes() {
        ActorRef<Object> keeper = kit.spawn(directory.keeper());
        TestProbe<RelayCommand> agent = kit.createTestProbe();
        kit.system().receptionist().tell(Receptionist.register(RelayAgent.SERVICE_KEY, agent.ref()));
        agent.expectMessageClass(AgentCommand.Introduce.class, SOON);
        AgentCommand.Introduce again = agent.expectMessageClass(AgentCommand.Introduce.class, SOON);
        AgentCommand.Introduction introduction = new AgentCommand.Introduction(NODE, agent.ref());
        again.replyTo().tell(introduction);
        await().until(() -> directory.agent(NODE).isPresent());
        agent.expectNoMessage(Duration.ofMillis(1_500));

        agent.stop();
        await().until(() -> directory.agent(NODE).isEmpty());
        keeper.tell(introduction);
        await().during(Duration.ofMillis(300)).until(() -> directory.agent(NODE).isEmpty());
        assertThat(directory.all()).isEmpty();
    }

    @Test
    void shouldNameSomeOtherNodesButNeverItself() {
        directory.addOwn(
                new NodeRef("akka://test@127.0.0.1:1", 1, "here", "127.0.0.1", 7442),
                kit.<RelayCommand>createTestProbe().ref());
        assertThat(directory.others(3)).isEmpty();
        directory.addOwn(NODE, kit.<RelayCommand>createTestProbe().ref());
        assertThat(directory.others(3)).containsExactly(new HostPort("127.0.0.1", 7443));
        for (int port = 7444; port < 7450; port++) {
            directory.addOwn(
                    new NodeRef("akka://test@127.0.0.1:" + port, 1, "here", "127.0.0.1", port),
                    kit.<RelayCommand>createTestProbe().ref());
        }
        assertThat(directory.others(3))
                .hasSize(3)
                .doesNotHaveDuplicates()
                .doesNotContain(new HostPort("127.0.0.1", 7442));
    }
}
