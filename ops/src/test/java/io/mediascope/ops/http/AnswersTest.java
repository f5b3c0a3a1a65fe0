package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntity;
import akka.http.javadsl.model.HttpHeader;
import akka.http.javadsl.model.HttpResponse;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What resolve and administration answer when they cannot do what was asked. */
class AnswersTest {
    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED, 429",
        "JOURNAL_UNAVAILABLE, 503",
        "NODE_FULL, 503",
        "NODE_DRAINING, 503",
        "TIMED_OUT, 503",
        "UNKNOWN_USER, 404",
        "TOKEN_EXPIRED, 401",
        "TOKEN_WRONG_SCOPE, 403",
    })
    void shouldAnswerARefusalByItsStatus(RefusalReason reason, int status) {
        HttpResponse answer = Answers.refusal(Refusal.retryable(reason, "later", 1500), true);
        assertThat(answer.status().intValue()).isEqualTo(status);
        assertThat(answer.entity().getContentType()).isEqualTo(ContentTypes.APPLICATION_JSON);
        assertThat(answer.getHeader("Retry-After").map(HttpHeader::value)).contains("2");
    }

    @ParameterizedTest
    @EnumSource(RefusalReason.class)
    void shouldHaveAnErrorStatusForEveryReason(RefusalReason reason) {
        assertThat(Answers.status(reason).isFailure()).isTrue();
    }

    @Test
    void shouldSayTheReasonAsTextWhereNoJsonIsWanted() {
        HttpResponse answer = Answers.refusal(Refusal.of(RefusalReason.SCOPE_FULL, "full"), false);
        assertThat(answer.status().intValue()).isEqualTo(503);
        assertThat(((HttpEntity.Strict) answer.entity()).getData().utf8String()).isEqualTo("SCOPE_FULL: full\n");
        assertThat(answer.getHeader("Retry-After")).isEmpty();
    }
}
