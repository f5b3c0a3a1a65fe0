package io.mediascope.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.mediascope.transport.wire.v1.RequestAccepted;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private final Requests requests = new Requests(1_000);
    private final long id = requests.nextId();
    private final CompletableFuture<Envelope> reply = requests.expect(id, 0);

    @Test
    void shouldCompleteWithItsReplyOnce() {
        Envelope answer = Envelope.newBuilder()
                .setRequestId(id)
                .setRequestAccepted(RequestAccepted.getDefaultInstance())
                .build();
        assertThat(requests.reply(answer)).isTrue();
        assertThat(reply).isCompletedWithValue(answer);
        assertThat(requests.reply(answer)).isFalse();
    }

    @Test
    void shouldFailWithTheRefusal() {
        requests.reply(Envelope.newBuilder()
                .setRequestId(id)
                .setRefusal(Refusal.newBuilder().setReason(RefusalReason.RATE_LIMITED))
                .build());
        assertFailed(ErrorCode.RATE_LIMITED);
    }

    @Test
    void shouldFailWhenTheTimeIsOver() {
        requests.turn(1_000);
        assertThat(reply).isNotDone();
        requests.turn(1_001);
        assertFailed(ErrorCode.TIMED_OUT);
    }

    @Test
    void shouldFailAllWhenTheLinkIsGoneAlsoWhenOneAsksAgain() {
        reply.whenComplete((r, failure) -> requests.expect(requests.nextId(), 0));
        requests.failAll("gone");
        assertFailed(ErrorCode.DISCONNECTED);
    }

    private void assertFailed(ErrorCode code) {
        assertThatThrownBy(reply::join).cause().isInstanceOfSatisfying(ScopeException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
