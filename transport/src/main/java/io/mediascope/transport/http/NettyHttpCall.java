package io.mediascope.transport.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call on its connection; what it writes goes over to the connection's loop. */
final class NettyHttpCall implements HttpCall {
    private final ChannelHandlerContext ctx;
    private final String method;
    private final String uri;
    private final HttpHeaders headers;
    private final byte[] body;
    private final boolean secure;
    private final boolean keepAlive;
    private final boolean head;
    private final Runnable answered;
    private final AtomicBoolean begun = new AtomicBoolean();
    private boolean complete;
    private boolean gone;
    private @Nullable Runnable whenAbandoned;

    /** Copies what it needs of {@code request}. */
    NettyHttpCall(ChannelHandlerContext ctx, FullHttpRequest request, boolean secure, Runnable answered) {
        this.ctx = ctx;
        this.method = request.method().name();
        this.uri = request.uri();
        this.headers = request.headers();
        this.body = ByteBufUtil.getBytes(request.content());
        this.secure = secure;
        this.keepAlive = HttpUtil.isKeepAlive(request);
        this.head = request.method().equals(HttpMethod.HEAD);
        this.answered = answered;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public HttpHeaders headers() {
        return headers;
    }

    @Override
    public byte[] body() {
        return body;
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) ctx.channel().remoteAddress();
    }

    @Override
    public boolean secure() {
        return secure;
    }

    @Override
    public void respond(int status, HttpHeaders extra, byte[] content) {
        begin();
        ByteBuf payload = head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(content);
        DefaultFullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), payload);
        response.headers().add(extra);
        if (status != HttpResponseStatus.NO_CONTENT.code() && status >= 200) {
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
        }
        connectionHeader(response.headers());
        onLoop(() -> finish(ctx.writeAndFlush(response)));
    }

    @Override
    public Chunks stream(int status, HttpHeaders extra) {
        begin();
        DefaultHttpResponse response =
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        response.headers().add(extra);
        response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        connectionHeader(response.headers());
        onLoop(() -> ctx.writeAndFlush(response));
        return new NettyChunks();
    }

    private void begin() {
        if (!begun.compareAndSet(false, true)) {
            throw new IllegalStateException("the request was answered before");
        }
    }

    private void connectionHeader(HttpHeaders to) {
        if (!keepAlive) {
            to.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
    }

    /** The service threw. */
    void failed() {
        if (begun.get()) {
            ctx.close();
        } else {
            HttpHeaders plain = DefaultHttpHeadersFactory.headersFactory().newHeaders();
            plain.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
            respond(500, plain, "the node's log says why\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private void finish(ChannelFuture written) {
        complete = true;
        if (keepAlive) {
            written.addListener(done -> answered.run());
        } else {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void onAbandoned(Runnable task) {
        onLoop(() -> {
            whenAbandoned = task;
            if (gone && !complete) {
                task.run();
            }
        });
    }

    /** The connection is gone; on the loop, once at most. */
    void abandoned() {
        if (!gone) {
            gone = true;
            Runnable task = whenAbandoned;
            if (!complete && task != null) {
                task.run();
            }
        }
    }

    private void onLoop(Runnable task) {
        if (ctx.executor().inEventLoop()) {
            task.run();
        } else {
            ctx.executor().execute(task);
        }
    }

    private final class NettyChunks implements Chunks {
        @Override
        public CompletionStage<Void> write(byte[] chunk) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            onLoop(() -> {
                if (head || chunk.length == 0) {
                    done.complete(null);
                    return;
                }
                ctx.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(chunk)))
                        .addListener(written -> {
                            if (written.isSuccess()) {
                                done.complete(null);
                            } else {
                                done.completeExceptionally(written.cause());
                            }
                        });
            });
            return done;
        }

        @Override
        public void end() {
            onLoop(() -> finish(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT)));
        }

        @Override
        public void fail() {
            onLoop(ctx::close);
        }
    }
}
