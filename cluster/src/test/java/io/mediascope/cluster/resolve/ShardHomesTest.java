package io.mediascope.cluster.resolve;

import akka.actor.Address;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.cluster.sharding.ShardRegion;
import akka.cluster.sharding.ShardRegion.ClusterShardingStats;
import akka.cluster.sharding.ShardRegion.ShardRegionStats;
import akka.testkit.TestProbe;
import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class ShardHomesTest {
    private static final Address OWN = new Address("akka", "m", "127.0.0.1", 1);
    private static final Address OTHER = new Address("akka", "m", "127.0.0.1", 2);

    private final ActorTestKit kit = ActorTestKit.create(
            "shard-homes",
            ConfigFactory.parseString("akka.actor.provider = local").withFallback(ConfigFactory.load()));
    private final TestProbe region = new TestProbe(kit.system().classicSystem());

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldAskForTheHomesOfShardsThatOtherNodesHave() {
        kit.spawn(ShardHomes.create(region.ref(), OWN, () -> 3, Duration.ofMinutes(1)));
        region.expectMsgClass(ShardRegion.GetClusterShardingStats.class);
        region.reply(new ClusterShardingStats(immutable(Map.of(OWN, stats("1"), OTHER, stats("2")))));
        region.expectMsg(ShardHomes.question("2"));
        region.expectNoMessage();
    }

    @Test
    void shouldLookAgain() {
        kit.spawn(ShardHomes.create(region.ref(), OWN, () -> 3, Duration.ofMillis(10)));
        region.expectMsgClass(ShardRegion.GetClusterShardingStats.class);
        region.expectMsgClass(ShardRegion.GetClusterShardingStats.class);
    }

    private static ShardRegionStats stats(String shard) {
        return new ShardRegionStats(immutable(Map.of(shard, (Object) 1)));
    }

    private static <K, V> scala.collection.immutable.Map<K, V> immutable(Map<K, V> map) {
        return scala.collection.immutable.Map.from(CollectionConverters.asScala(map));
    }
}
