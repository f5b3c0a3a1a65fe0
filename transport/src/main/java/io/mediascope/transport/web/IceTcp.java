package io.mediascope.transport.web;

import io.mediascope.media.stun.StunMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Serves ICE-TCP connections (RFC 6544, passive) on the front door's loops: the first frame must be a Binding, whose user name
 * names the loop that all frames then go to.
 */
public final class IceTcp implements Supplier<ChannelHandler> {
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 << 10, 48 << 10);
    private static final int UNSENT_IN_KERNEL_BYTES = 16 << 10;

    private final List<TcpFrames> loops;
    private final int pendingBytes;
    private final WebCounters counters;

    /**
     * @param loops by index
     * @param pendingBytes what may wait for one connection to be written
     */
    public IceTcp(List<TcpFrames> loops, int pendingBytes, WebCounters counters) {
        this.loops = List.copyOf(loops);
        this.pendingBytes = pendingBytes;
        this.counters = counters;
    }

    @Override
    public ChannelHandler get() {
        return new Connection();
    }

    private final class Connection extends ChannelInboundHandlerAdapter {
        private final TcpFrameDecoder decoder = new TcpFrameDecoder();
        private @Nullable TcpFrames frames;
        private @Nullable TcpPeerPath path;
        private boolean ended;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            counters.increment(WebCounter.TCP_OPENED);
            ctx.channel().config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
            if (ctx.channel() instanceof EpollSocketChannel epoll) {
                epoll.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) UNSENT_IN_KERNEL_BYTES);
            }
            if (ctx.channel().remoteAddress() instanceof InetSocketAddress remote) {
                path = new TcpPeerPath(ctx.channel(), remote, pendingBytes, counters);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            decoder.read((ByteBuf) message);
            for (ByteBuf frame = decoder.next(); frame != null; frame = decoder.next()) {
                if (!frame.isReadable()) {
                    frame.release(); // RFC 4571 section 2 allows empty frames, which say nothing
                } else if (!pass(frame)) {
                    ctx.close();
                    return;
                }
            }
            if (decoder.malformed()) {
                counters.increment(WebCounter.TCP_MALFORMED);
                ctx.close();
            }
        }

        /** False when the connection must end; takes the frame's reference. */
        private boolean pass(ByteBuf frame) {
            TcpPeerPath from = path;
            TcpFrames to = frames == null ? loopOf(frame) : frames;
            if (from == null || to == null || ended) {
                counters.increment(WebCounter.TCP_UNPROVED);
                frame.release();
                return false;
            }
            frames = to;
            to.offer(from, frame); // a full queue loses packets, as the network does
            return true;
        }

        private @Nullable TcpFrames loopOf(ByteBuf frame) {
            byte[] bytes = new byte[frame.readableBytes()];
            frame.getBytes(frame.readerIndex(), bytes);
            StunMessage request = new StunMessage();
            String username = request.parse(bytes, 0, bytes.length) ? request.username() : null;
            int index = username == null ? -1 : IceSecrets.loopIndex(username);
            return index < 0 || index >= loops.size() ? null : loops.get(index);
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            if (path != null) {
                path.drain();
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            end();
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            end();
        }

        private void end() {
            if (ended) {
                return;
            }
            ended = true;
            decoder.release();
            TcpPeerPath gone = path;
            if (gone != null) {
                gone.discard();
                if (frames != null) {
                    frames.closed(gone);
                }
            }
        }

        /** The client reset the connection; more is not known about it. */
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
