package io.mediascope.sdk.link;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks resolvers where a scope lives: one question at a time, from a random resolver on, round and round, the next one too when one is
 * silent. Which one is asked next is remembered over questions.
 */
public final class ResolverClient {
    /** How a question ended; on the executor. */
    public interface Answer {
        void resolved(HostPort node);

        /** @param status the HTTP status, 0 when no answer came */
        void failed(int status, String text);
    }

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    /** Within it a node answers, unless it hangs or the scope's actor is silent; one question more does no harm. */
    private static final long PATIENCE_MS = 500;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(3)).build();

    private final List<URI> resolvers;
    private final Executor executor;
    private int next;

    public ResolverClient(List<URI> resolvers, Random random, Executor executor) {
        this.resolvers = List.copyOf(resolvers);
        this.executor = executor;
        this.next = resolvers.isEmpty() ? 0 : random.nextInt(resolvers.size());
    }

    /**
     * Asks the next resolver, and while it is silent the one after it too. {@code lostNode} is set on a reconnect: the node that the
     * client was connected to.
     */
    public void ask(String applicationId, String scopeId, String token, @Nullable HostPort lostNode, Answer answer) {
        new Question(applicationId, scopeId, token, lostNode, answer).askNext();
    }

    /** On the executor. */
    private final class Question {
        private final String applicationId;
        private final String scopeId;
        private final String token;
        private final @Nullable HostPort lostNode;
        private final Answer answer;
        private int asked;
        private int open;
        private boolean over;

        Question(String applicationId, String scopeId, String token, @Nullable HostPort lostNode, Answer answer) {
            this.applicationId = applicationId;
            this.scopeId = scopeId;
            this.token = token;
            this.lostNode = lostNode;
            this.answer = answer;
        }

        void askNext() {
            if (over || asked == resolvers.size()) {
                return;
            }
            URI resolver = resolvers.get(next);
            next = (next + 1) % resolvers.size();
            asked++;
            open++;
            try {
                HttpRequest request = HttpRequest.newBuilder(uri(resolver, applicationId, scopeId, lostNode))
                        .timeout(TIMEOUT)
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "text/plain")
                        .build();
                HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                        .whenCompleteAsync((response, failure) -> answered(resolver, response, failure), executor);
                CompletableFuture.delayedExecutor(PATIENCE_MS, TimeUnit.MILLISECONDS, executor)
                        .execute(this::askNext);
            } catch (IllegalArgumentException e) {
                executor.execute(() -> answered(resolver, null, e));
            }
        }

        private void answered(URI resolver, @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
            open--;
            // Who could not be asked does not end it while another one may answer.
            if (!over && (response != null || open == 0)) {
                over = true;
                finish(resolver, response, failure, answer);
            }
        }
    }

    private static void finish(
            URI resolver, @Nullable HttpResponse<String> response, @Nullable Throwable failure, Answer answer) {
        if (response == null) {
            answer.failed(0, "resolver " + resolver + ": " + (failure == null ? "no answer" : failure.getMessage()));
            return;
        }
        String body = response.body().strip();
        if (response.statusCode() != 200) {
            String text = body.length() > 200 ? body.substring(0, 200) : body;
            answer.failed(response.statusCode(), "resolver " + resolver + ": " + response.statusCode() + " " + text);
            return;
        }
        HostPort.parse(body)
                .ifPresentOrElse(answer::resolved, () -> answer.failed(200, "resolver " + resolver + ": no HOST:PORT"));
    }

    static URI uri(URI resolver, String applicationId, String scopeId, @Nullable HostPort lostNode) {
        String base = resolver.toString();
        String query = "?applicationId=" + encode(applicationId) + "&scopeId=" + encode(scopeId)
                + (lostNode == null ? "" : "&reconnect=true&streamer=" + encode(lostNode.toString()));
        String path = base.endsWith("/resolve") ? "" : base.endsWith("/") ? "resolve" : "/resolve";
        return URI.create(base + path + query);
    }

    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
