package io.mediascope.scope.account;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.persistence.testkit.PersistenceTestKitPlugin;
import akka.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import com.typesafe.config.ConfigFactory;
import io.mediascope.scope.entity.TestClock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationAccountTest {
    private static final Duration LOAN = Duration.ofMinutes(10);

    private final ActorTestKit kit = ActorTestKit.create(PersistenceTestKitPlugin.getInstance()
            .config()
            .withFallback(PersistenceTestKitSnapshotPlugin.config())
            .withFallback(ConfigFactory.parseString("akka.actor.provider = local"))
            .withFallback(ConfigFactory.load()));
    private final TestClock clock = new TestClock();
    private final TestProbe<AccountReply> replies = kit.createTestProbe();
    private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
    private ActorRef<AccountCommand> account = start();

    private ActorRef<AccountCommand> start() {
        return kit.spawn(ApplicationAccount.create("app", shard.ref(), clock, LOAN, 8));
    }

    @AfterEach
    void close() {
        kit.shutdownTestKit();
    }

    @Test
    void shouldLendABlockWhileMuchIsFree() {
        assertThat(lent("a", 1, 100)).isEqualTo(9);
        assertThat(lent("a", 10, 100)).isEqualTo(18);
    }

    @Test
    void shouldLendTheLastSeatOnce() {
        assertThat(lent("a", 2, 3)).isEqualTo(2);
        assertThat(lent("b", 1, 3)).isEqualTo(1);
        AccountReply.OverLimit over = (AccountReply.OverLimit) borrow("b", 2, 3);
        assertThat(over.seats()).isEqualTo(1);
        assertThat(over.limit()).isEqualTo(3);
        assertThat(borrow("c", 1, 3)).isInstanceOf(AccountReply.OverLimit.class);
    }

    @Test
    void shouldTakeBackWhatIsReturnedOrLapsed() {
        lent("a", 3, 3);
        account.tell(new AccountCommand.GiveBack("a"));
        assertThat(lent("b", 3, 3)).isEqualTo(3);
        clock.advance(LOAN.minusSeconds(1));
        assertThat(borrow("a", 1, 3)).isInstanceOf(AccountReply.OverLimit.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(lent("a", 1, 3)).isEqualTo(1);
    }

    @Test
    void shouldForgetNothingInARestart() {
        lent("a", 3, 3);
        kit.stop(account);
        account = start();
        assertThat(borrow("b", 1, 3)).isInstanceOf(AccountReply.OverLimit.class);
        assertThat(lent("a", 3, 3)).isEqualTo(3);
    }

    @Test
    void shouldNeverLendMoreThanTheLimitHoweverScopesInterleave() {
        Random random = new Random(11);
        int limit = 20;
        Map<String, AccountState.Loan> held = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            String scope = "s" + random.nextInt(8);
            switch (random.nextInt(10)) {
                case 0 -> {
                    account.tell(new AccountCommand.GiveBack(scope));
                    held.remove(scope);
                }
                case 1 -> clock.advance(Duration.ofSeconds(random.nextInt(300)));
                case 2 -> {
                    if (i % 50 == 0) {
                        kit.stop(account);
                        account = start();
                    }
                }
                default -> {
                    AccountReply reply = borrow(scope, 1 + random.nextInt(8), limit);
                    if (reply instanceof AccountReply.Lent l) {
                        held.put(scope, new AccountState.Loan(l.seats(), l.expiresAt()));
                    } else if (reply instanceof AccountReply.OverLimit o) {
                        held.put(scope, new AccountState.Loan(o.seats(), o.expiresAt()));
                    }
                }
            }
            held.values().removeIf(loan -> !loan.expiresAt().isAfter(clock.instant()));
            assertThat(held.values().stream().mapToInt(AccountState.Loan::seats).sum())
                    .isLessThanOrEqualTo(limit);
        }
    }

    @Test
    void shouldSleepWhenAskedTo() {
        account.tell(new AccountCommand.Sleep());
        assertThat(shard.receiveMessage()).isInstanceOf(ClusterSharding.Passivate.class);
        account.tell(new AccountCommand.Stop());
        replies.expectTerminated(account);
    }

    private int lent(String scope, int needed, int limit) {
        return ((AccountReply.Lent) borrow(scope, needed, limit)).seats();
    }

    private AccountReply borrow(String scope, int needed, int limit) {
        account.tell(new AccountCommand.Borrow(scope, needed, limit, replies.ref()));
        return replies.receiveMessage();
    }
}
