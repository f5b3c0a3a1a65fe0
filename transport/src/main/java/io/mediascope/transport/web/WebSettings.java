package io.mediascope.transport.web;

import java.time.Duration;

/**
 * How peer connections behave.
 *
 * @param silentAfter nothing has arrived for so long: {@link WebPeerListener#silent}
 * @param consentFor how long one authenticated Binding allows sending (RFC 7675 section 5.1)
 * @param connectWithin from the first remote description to media; then the connection has failed
 * @param handshakeWithin the deadline of a DTLS handshake
 * @param handshakeThreads handshakes under way at once
 * @param handshakeQueue handshakes that wait for a thread; more are refused
 * @param maxSsrcs SSRCs that one peer may send under
 * @param tcpQueueFrames frames that wait on their way from ICE-TCP connections to a loop
 * @param tcpPendingBytes what may wait for an ICE-TCP connection whose client does not keep up; above a quarter of it video is left out
 */
public record WebSettings(
        Duration silentAfter,
        Duration consentFor,
        Duration connectWithin,
        Duration handshakeWithin,
        int handshakeThreads,
        int handshakeQueue,
        int maxSsrcs,
        int tcpQueueFrames,
        int tcpPendingBytes) {
    public static WebSettings defaults() {
        return new WebSettings(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(10),
                32,
                512,
                256,
                8 * 1024,
                256 * 1024);
    }

    public WebSettings withTimes(Duration silent, Duration consent, Duration connect, Duration handshake) {
        return new WebSettings(
                silent,
                consent,
                connect,
                handshake,
                handshakeThreads,
                handshakeQueue,
                maxSsrcs,
                tcpQueueFrames,
                tcpPendingBytes);
    }

    public WebSettings withHandshakes(int threads, int queue) {
        return new WebSettings(
                silentAfter,
                consentFor,
                connectWithin,
                handshakeWithin,
                threads,
                queue,
                maxSsrcs,
                tcpQueueFrames,
                tcpPendingBytes);
    }
}
