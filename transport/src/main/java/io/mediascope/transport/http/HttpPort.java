package io.mediascope.transport.http;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;

/** Puts HTTP/1.1 (RFC 9112) on a connection. */
public final class HttpPort {
    /** Larger bodies are answered with 413, in bytes. */
    public static final int MAX_BODY_BYTES = 256 * 1024;

    private static final int MAX_LINE_BYTES = 8 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int MAX_CHUNK_BYTES = 16 * 1024;

    private HttpPort() {}

    public static void addTo(ChannelPipeline pipeline, HttpService service, HttpGate gate) {
        RequestDeadline deadline = new RequestDeadline(gate.limits());
        pipeline.addLast(
                deadline,
                new HttpServerCodec(MAX_LINE_BYTES, MAX_HEADER_BYTES, MAX_CHUNK_BYTES),
                deadline.new Progress(),
                new HttpObjectAggregator(MAX_BODY_BYTES, true),
                new HttpConnection(service, gate));
    }
}
