package io.mediascope.transport.door;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SslHandler;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Decides by {@link FirstBytes} who serves a connection, puts that handler in its place and passes the bytes on. */
final class FirstBytesHandler extends ByteToMessageDecoder {
    private final DoorContext door;

    FirstBytesHandler(DoorContext door) {
        this.door = door;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (FirstBytes.of(in)) {
            case MORE_NEEDED -> {}
            case TLS -> beginTls(ctx);
            case ICE_TCP -> serve(ctx, in, door.extensions().iceTcp(), DoorCounter.ICE_TCP_UNSERVED);
            case UNKNOWN -> refuse(ctx, in, DoorCounter.FIRST_BYTES_UNKNOWN);
        }
    }

    private void beginTls(ChannelHandlerContext ctx) {
        Stranger stranger = Stranger.of(ctx.channel());
        if (stranger == null) {
            ctx.close();
            return;
        }
        stranger.beginTls();
        SslHandler tls = door.tls().newHandler(ctx.alloc(), door.tlsTasks());
        tls.setHandshakeTimeoutMillis(0); // the half-open deadline covers it
        tls.setCloseNotifyFlushTimeoutMillis(door.settings().closeGrace().toMillis());
        ctx.pipeline().addLast(tls, new AlpnHandler(door, stranger));
        ctx.pipeline().remove(this);
    }

    private void serve(
            ChannelHandlerContext ctx,
            ByteBuf in,
            @Nullable Supplier<? extends ChannelHandler> server,
            DoorCounter unserved) {
        if (server == null) {
            refuse(ctx, in, unserved);
        } else {
            ctx.pipeline().addLast(server.get());
            ctx.pipeline().remove(this);
        }
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf in, DoorCounter counter) {
        door.count(counter);
        in.skipBytes(in.readableBytes());
        ctx.close();
    }

    /** The peer reset the connection; more is not known about it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        door.count(DoorCounter.IO_ERROR);
        ctx.close();
    }
}
