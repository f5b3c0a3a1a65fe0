package io.mediascope.ops.node;

import io.mediascope.cluster.member.MemberId;
import io.mediascope.cluster.member.ReportSeal;
import io.mediascope.ops.Json;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Tells nodes of other machines that a process of this one is gone. */
public final class DeathReport {
    /** Carries the report's {@link ReportSeal}. */
    public static final String SEAL_HEADER = "X-Mediascope-Seal";

    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private DeathReport() {}

    /**
     * Asks all of them at the same time and waits.
     *
     * @param to base URLs of nodes
     * @return one line for each, what it answered or why it did not
     */
    public static List<String> send(MemberId dead, String secret, List<String> to) {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting())
                .build();
        String report = Json.line(dead);
        List<CompletableFuture<String>> answers =
                to.stream().map(url -> send(http, url, report, secret)).toList();
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static CompletableFuture<String> send(HttpClient http, String url, String report, String secret) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/cluster/deaths"))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header(SEAL_HEADER, ReportSeal.of(secret, report))
                .POST(BodyPublishers.ofString(report))
                .build();
        return http.sendAsync(request, BodyHandlers.ofString())
                .thenApply(answer -> url + ": " + outcome(answer))
                .exceptionally(failure -> url + ": " + failure.getMessage());
    }

    private static String outcome(HttpResponse<String> answer) {
        return answer.statusCode() + " " + answer.body().strip();
    }

    /** Any certificate will do: the seal shows no secret, and what is said is no secret either. */
    private static SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new AnyCertificate()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    /** Extended, so that the host's name is not compared either. */
    private static final class AnyCertificate extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
