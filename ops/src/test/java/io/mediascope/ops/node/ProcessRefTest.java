package io.mediascope.ops.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mediascope.ops.Json;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProcessRefTest {
    private Process child;
    private ProcessRef ref;

    @BeforeEach
    void start() throws IOException {
        child = new ProcessBuilder("sleep", "60").start();
        ref = ProcessRef.of(child.toHandle());
    }

    @AfterEach
    void end() throws InterruptedException {
        child.destroyForcibly().waitFor();
    }

    @Test
    void shouldFreezeThawAndKill() throws Exception {
        ref.freeze();
        await().until(ref::isFrozen);
        assertThat(ref.isAlive()).isTrue();
        ref.thaw();
        await().until(() -> !ref.isFrozen());

        ref.kill();

        assertThat(ref.isAlive()).isFalse();
        assertThat(ref.isFrozen()).isFalse();
        assertThatThrownBy(ref::freeze).hasMessageContaining("does not run");
    }

    @Test
    void shouldNotTouchAnotherProgramWithThePid() throws Exception {
        ProcessRef earlier = new ProcessRef(ref.pid(), ref.startedAtMs() - 60_000);

        assertThat(earlier.isAlive()).isFalse();
        assertThat(earlier.stop(1)).isTrue();
        earlier.kill();
        assertThatThrownBy(earlier::freeze).isInstanceOf(IOException.class);

        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void shouldSurviveAFile() throws IOException {
        assertThat(Json.MAPPER.readValue(Json.line(ref), ProcessRef.class)).isEqualTo(ref);
    }
}
