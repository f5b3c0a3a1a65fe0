package io.mediascope.transport.http;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/** One request and its answer. Safe from any thread; exactly one of {@link #respond} and {@link #stream} is to be called. */
public interface HttpCall {
    String method();

    /** Path and query as they stood in the request line. */
    String uri();

    HttpHeaders headers();

    /** The whole body; empty without one. */
    byte[] body();

    InetSocketAddress remote();

    /** True on the front door (TLS), false on the plain port. */
    boolean secure();

    /** Answers. {@code Content-Length} and {@code Connection} are added. */
    void respond(int status, HttpHeaders headers, byte[] body);

    /** Begins an answer whose end is not known yet (chunked, RFC 9112 section 7.1). */
    Chunks stream(int status, HttpHeaders headers);

    /** {@code task} runs once the client has gone before the answer was complete, at once when it has. */
    void onAbandoned(Runnable task);

    /** The body of a streamed answer. */
    interface Chunks {
        /** Completes when the socket took it; fails when the client is gone. Wait for it before the next one. */
        CompletionStage<Void> write(byte[] chunk);

        /** The answer is complete. */
        void end();

        /** Breaks the answer off, so that the client does not take it for complete. */
        void fail();
    }
}
