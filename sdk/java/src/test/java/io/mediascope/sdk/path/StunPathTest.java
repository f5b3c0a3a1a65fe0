package io.mediascope.sdk.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.stun.StunWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StunPathTest {
    private static final long MS = 1_000_000;
    private static final InetSocketAddress NODE = new InetSocketAddress("127.0.0.1", 7100);
    private static final InetSocketAddress OTHER = new InetSocketAddress("127.0.0.1", 7101);
    private static final InetSocketAddress MAPPED = new InetSocketAddress("127.0.0.1", 5000);

    private final List<StunMessage> sent = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private long nowNs = 10_000 * MS;
    private boolean answering;
    private boolean media;
    private final StunPath path = new StunPath(new SequenceCounter(), this::leave, new StunPath.Listener() {
        @Override
        public void up() {
            told.add("up");
        }

        @Override
        public void doubtful() {
            told.add("doubtful");
        }

        @Override
        public void down() {
            told.add("down");
        }
    });

    @Test
    void shouldProbeEach100MsAndFallAfter500() {
        start(NODE);
        pass(450);
        assertThat(sent).hasSize(5);
        assertThat(told).isEmpty();
        pass(50);
        assertThat(told).containsExactly("down");
    }

    @Test
    void shouldBeUpWithTheFirstAnswerAndCalmThen() {
        answering = true;
        start(NODE);
        assertThat(told).containsExactly("up");
        assertThat(path.mapped()).isEqualTo(MAPPED);
        pass(6_000);
        assertThat(sent).hasSize(4);
    }

    @Test
    void shouldAskEach500MsWhileExpectedMediaIsMissing() {
        answering = true;
        start(NODE);
        media = true;
        pass(3_000);
        assertThat(sent).hasSizeBetween(6, 7);
    }

    @Test
    void shouldAskAtOnceWhenToldTo() {
        answering = true;
        start(NODE);
        pass(200);
        path.probeNow(nowNs);
        assertThat(sent).hasSize(2);
        answerLast();
        pass(1_500);
        assertThat(sent).hasSize(2);
        path.stop();
        path.probeNow(nowNs);
        assertThat(sent).hasSize(2);
    }

    @Test
    void shouldFall1500MsAfterTheFirstUnansweredBinding() {
        answering = true;
        start(NODE);
        answering = false;
        media = true;
        pass(950);
        assertThat(told).containsExactly("up");
        pass(150);
        assertThat(told).containsExactly("up", "doubtful");
        pass(850);
        assertThat(told).containsExactly("up", "doubtful");
        pass(150);
        assertThat(told).containsExactly("up", "doubtful", "down");
    }

    @Test
    void shouldReturnAfterTwoAnswersInARow() {
        start(NODE);
        pass(500);
        answering = true;
        pass(1_000);
        answering = false;
        pass(1_000);
        answering = true;
        pass(1_000);
        assertThat(told).containsExactly("down");
        pass(1_000);
        assertThat(told).containsExactly("down", "up");
    }

    @Test
    void shouldRefuseForeignAnswers() {
        start(NODE);
        StunMessage request = sent.get(0);
        assertThat(path.answered(answer(request, "another password"), NODE, nowNs))
                .isFalse();
        StunMessage good = answer(request, "secret");
        assertThat(path.answered(good, NODE, nowNs)).isTrue();
        assertThat(path.answered(good, NODE, nowNs)).isFalse();
        assertThat(told).containsExactly("up");
    }

    @Test
    void shouldProbeAnAddressThatIsFoundLater() {
        path.start(List.of(), "ufrag", "secret", true, nowNs);
        assertThat(told).containsExactly("down");
        answering = true;
        path.add(OTHER, nowNs);
        assertThat(path.endpoint()).isEqualTo(OTHER);
        assertThat(told).containsExactly("down", "up");
        path.stop();
        path.add(NODE, nowNs);
        assertThat(path.isEndpoint(NODE)).isFalse();
    }

    private void start(InetSocketAddress endpoint) {
        path.start(List.of(endpoint), "ufrag", "secret", true, nowNs);
        if (answering) {
            answerLast();
        }
    }

    private void pass(long ms) {
        for (long end = nowNs + ms * MS; nowNs < end; ) {
            nowNs += 50 * MS;
            int before = sent.size();
            path.turn(nowNs, media);
            if (sent.size() > before && answering) {
                answerLast();
            }
        }
    }

    private void leave(byte[] buf, int length, InetSocketAddress to) {
        StunMessage message = new StunMessage();
        assertThat(message.parse(buf.clone(), 0, length)).isTrue();
        sent.add(message);
        if (answering && path.state() == StunPath.State.PROBING && to.equals(OTHER)) {
            path.answered(answer(message, "secret"), to, nowNs);
        }
    }

    private void answerLast() {
        path.answered(answer(sent.get(sent.size() - 1), "secret"), NODE, nowNs);
    }

    private static StunMessage answer(StunMessage request, String password) {
        byte[] out = new byte[StunMessage.MAX_LENGTH];
        StunWriter writer = new StunWriter();
        writer.bindingSuccess(out, 0, request)
                .xorMappedAddress(MAPPED)
                .integrity(new StunIntegrity(password))
                .fingerprint();
        StunMessage message = new StunMessage();
        assertThat(message.parse(out, 0, writer.length())).isTrue();
        return message;
    }
}
