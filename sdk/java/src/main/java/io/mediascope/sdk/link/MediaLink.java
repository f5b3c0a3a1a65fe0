package io.mediascope.sdk.link;

import com.google.protobuf.ByteString;
import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.MediaFrameCodec;
import io.mediascope.transport.wire.MediaFrameListener;
import io.mediascope.transport.wire.v1.MediaAuth;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.mediascope.transport.wire.v1.MediaSelect;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.Pong;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import org.jspecify.annotations.Nullable;

/** The media connection: packets over TLS where UDP does not get through. Service thread only. */
public final class MediaLink {
    /** What a media connection tells. */
    public interface Handler {
        /** The ticket was accepted: packets may be sent. */
        void accepted();

        /** One packet, byte for byte what a datagram would carry. Takes ownership. */
        void packet(MediaType type, ByteBuf packet);

        /**
         * Called once, also when it never opened.
         *
         * @param refused true when the ticket was refused
         */
        void closed(String reason, boolean refused);
    }

    private static final long KEEPALIVE_MS = 2_000;
    private static final long TIMEOUT_MS = 6_000;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final Handler handler;
    private final byte[] ticket;
    private final KeepAlive keepAlive;
    private @Nullable Channel channel;
    private boolean accepted;
    private boolean refused;
    private boolean closed;
    private String reason = "the node closed the media connection";

    private MediaLink(byte[] ticket, TlsConnector connector, Handler handler) {
        this.ticket = ticket;
        this.handler = handler;
        this.keepAlive = new KeepAlive(
                connector.loop(),
                () -> write(MediaEnvelope.newBuilder()
                        .setPing(Ping.newBuilder().setSentAtNs(System.nanoTime()))
                        .build()),
                this::silent);
    }

    /** Begins to connect. */
    public static MediaLink open(
            HostPort node, byte[] ticket, TlsConnector connector, SslContext tls, Handler handler) {
        MediaLink link = new MediaLink(ticket, connector, handler);
        connector.connect(node, tls, link::pipeline).addListener((ChannelFutureListener) future -> {
            if (!future.isSuccess()) {
                link.reason = "cannot connect to " + node;
                link.finish();
            }
        });
        return link;
    }

    private void pipeline(Channel newChannel) {
        channel = newChannel;
        newChannel.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
        newChannel.pipeline().addLast(new MediaFrameCodec(new Inbound()), new Lifecycle());
    }

    public boolean isAccepted() {
        return accepted && !closed;
    }

    /** True while the socket does not take what was written: video frames are then dropped whole. */
    public boolean behind() {
        return channel != null && !channel.isWritable();
    }

    /** Sends one packet; {@code packet} keeps its indexes and its owner. Call {@link #flush} behind the last. */
    public void send(MediaType type, ByteBuf packet) {
        if (channel == null || !isAccepted()) {
            return;
        }
        ByteBuf out = channel.alloc().buffer(MediaFrameCodec.frameBytes(packet.readableBytes()));
        MediaFrameCodec.writeFrame(out, type, packet);
        channel.write(out, channel.voidPromise());
    }

    public void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    /** From now on the node sends this media type here; {@code sequence} orders it against Bindings. */
    public void select(MediaType type, long sequence) {
        write(MediaEnvelope.newBuilder()
                .setSelect(MediaSelect.newBuilder()
                        .setMediaTypeValue(type == MediaType.AUDIO ? 1 : 2)
                        .setSequence(sequence))
                .build());
    }

    /** Closes without a callback. */
    public void close() {
        closed = true;
        keepAlive.stop();
        if (channel != null) {
            channel.close();
        }
    }

    private void write(MediaEnvelope message) {
        if (channel != null && channel.isActive()) {
            channel.writeAndFlush(MediaFrameCodec.encode(channel.alloc(), message));
        }
    }

    private void silent() {
        reason = "the media connection went silent";
        if (channel != null) {
            channel.close();
        }
        finish();
    }

    private void finish() {
        keepAlive.stop();
        if (!closed) {
            closed = true;
            handler.closed(reason, refused);
        }
    }

    private final class Inbound implements MediaFrameListener {
        @Override
        public void frame(MediaType type, ByteBuf packet) {
            keepAlive.arrived();
            if (closed) {
                packet.release();
            } else {
                handler.packet(type, packet);
            }
        }

        @Override
        public void select(MediaType type, long sequence) {
            // Only clients select.
        }

        @Override
        public void message(MediaEnvelope message) {
            keepAlive.arrived();
            switch (message.getMessageCase()) {
                case ACCEPTED -> {
                    if (!accepted && !closed) {
                        accepted = true;
                        handler.accepted();
                    }
                }
                case REFUSAL -> {
                    refused = true;
                    reason = message.getRefusal().getText();
                    if (channel != null) {
                        channel.close();
                    }
                }
                case PING ->
                    write(MediaEnvelope.newBuilder()
                            .setPong(Pong.newBuilder()
                                    .setSentAtNs(message.getPing().getSentAtNs()))
                            .build());
                default -> {
                    // Pong and whatever later versions say.
                }
            }
        }

        @Override
        public void unknown() {
            keepAlive.arrived();
        }
    }

    private final class Lifecycle extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                write(MediaEnvelope.newBuilder()
                        .setAuth(MediaAuth.newBuilder().setTicket(ByteString.copyFrom(ticket)))
                        .build());
                keepAlive.start(KEEPALIVE_MS, TIMEOUT_MS);
            }
            ctx.fireUserEventTriggered(event);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            finish();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            reason = "media connection broke: " + cause.getMessage();
            ctx.close();
        }
    }
}
