package io.mediascope.transport.door;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.MediaFrameCodec;
import io.mediascope.transport.wire.MediaFrameListener;
import io.mediascope.transport.wire.v1.MediaAccepted;
import io.mediascope.transport.wire.v1.MediaAuth;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.Pong;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import org.jspecify.annotations.Nullable;

/** One media connection on its loop: its ticket first, then packets to and from the relay. */
final class MediaConnection extends FramedConnection implements MediaFrameListener {
    private static final int LOW_WATER_BYTES = 16_384;
    private static final int HIGH_WATER_BYTES = 65_536;

    private final MediaFrameCodec codec = new MediaFrameCodec(this);
    private final MediaOutbox outbox;
    private final TokenBucket packetRate;
    private DoorHandlers.@Nullable MediaReceiver receiver;

    MediaConnection(DoorContext door, Stranger stranger, Channel channel) {
        super(
                door,
                stranger,
                channel,
                door.settings().media().bytes(),
                door.settings().media().timing());
        outbox = new MediaOutbox(this);
        packetRate = door.settings().media().packets().bucket(System.nanoTime());
    }

    void addTo(ChannelPipeline pipeline) {
        MediaLimits limits = door.settings().media();
        stranger.deadlineAfterAccept(limits.authTimeout());
        stranger.onExpiry(
                () -> refuseAndClose(LinkCloseReason.NO_AUTH, RefusalReason.TIMED_OUT, "no media ticket in time"));
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_WATER_BYTES, HIGH_WATER_BYTES));
        if (channel instanceof EpollSocketChannel) {
            channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) limits.notSentLowWaterBytes());
        }
        door.loopOf(channel).add(this);
        pipeline.addLast(meter(), codec, this);
    }

    @Override
    public void frame(MediaType type, ByteBuf packet) {
        messageComplete();
        DoorHandlers.MediaReceiver to = receiver;
        if (to == null || closing()) {
            packet.release();
            beforeAuth();
            return;
        }
        if (!withinPacketRate()) {
            packet.release();
            door.count(DoorCounter.MEDIA_PACKETS_LIMITED);
            return;
        }
        door.count(DoorCounter.MEDIA_PACKETS_RECEIVED);
        door.counters().add(DoorCounter.MEDIA_BYTES_RECEIVED, packet.readableBytes());
        to.received(type, packet);
    }

    @Override
    public void select(MediaType type, long sequence) {
        messageComplete();
        DoorHandlers.MediaReceiver to = receiver;
        if (to == null) {
            beforeAuth();
        } else if (!closing()) {
            select(to, type, sequence);
        }
    }

    /** Each selection is a task on the relay's loop; one that was dropped would leave both sides of different minds. */
    private void select(DoorHandlers.MediaReceiver to, MediaType type, long sequence) {
        if (withinPacketRate()) {
            to.selected(type, sequence);
        } else {
            flood();
        }
    }

    /** Bytes alone would let many tiny packets through. By the time of the read that brought the packet. */
    private boolean withinPacketRate() {
        return packetRate.take(1, lastReceivedNs());
    }

    @Override
    public void unknown() {
        messageComplete();
        door.count(DoorCounter.UNKNOWN_MESSAGE);
    }

    @Override
    public void message(MediaEnvelope message) {
        messageComplete();
        if (closing()) {
            return;
        }
        switch (message.getMessageCase()) {
            case AUTH -> auth(message.getAuth());
            case PING ->
                sendWhileRead(MediaEnvelope.newBuilder()
                        .setPong(Pong.newBuilder().setSentAtNs(message.getPing().getSentAtNs()))
                        .build());
            case PONG -> {}
            default -> door.count(DoorCounter.WRONG_STATE);
        }
    }

    private void auth(MediaAuth auth) {
        if (receiver != null) {
            door.count(DoorCounter.WRONG_STATE);
            return;
        }
        DoorHandlers.MediaReceiver opened =
                door.handlers().mediaOpened(auth.getTicket().toByteArray(), outbox);
        if (opened == null) {
            door.count(DoorCounter.MEDIA_TICKET_REFUSED);
            refuseAndClose(
                    LinkCloseReason.NO_AUTH,
                    RefusalReason.TICKET_INVALID,
                    "the media ticket is unknown, used or too old");
            return;
        }
        receiver = opened;
        stranger.admit();
        door.count(DoorCounter.MEDIA_OPENED);
        door.count(DoorCounter.MEDIA_CONNECTIONS);
        send(MediaEnvelope.newBuilder()
                .setAccepted(MediaAccepted.getDefaultInstance())
                .build());
    }

    private void beforeAuth() {
        if (receiver == null && !closing()) {
            door.count(DoorCounter.WRONG_STATE);
            refuseAndClose(LinkCloseReason.NO_AUTH, RefusalReason.WRONG_STATE, "a media ticket must come first");
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        outbox.drain();
    }

    private void send(MediaEnvelope message) {
        channel.writeAndFlush(MediaFrameCodec.encode(channel.alloc(), message));
    }

    /** A peer that asks and never reads must not fill the memory. */
    private void sendWhileRead(MediaEnvelope message) {
        if (channel.isWritable()) {
            send(message);
        }
    }

    @Override
    boolean messageIncomplete() {
        return codec.incomplete();
    }

    @Override
    void sendPing(long nowNs) {
        sendWhileRead(MediaEnvelope.newBuilder()
                .setPing(Ping.newBuilder().setSentAtNs(nowNs))
                .build());
    }

    @Override
    void refuse(RefusalReason reason, String text) {
        send(MediaEnvelope.newBuilder()
                .setRefusal(Refusal.newBuilder().setReason(reason).setText(text))
                .build());
    }

    /** Packets that still wait are late anyway. */
    @Override
    void drain() {
        outbox.discard();
    }

    @Override
    void ended(LinkCloseReason reason) {
        outbox.discard();
        DoorHandlers.MediaReceiver told = receiver;
        if (told != null) {
            door.counters().decrement(DoorCounter.MEDIA_CONNECTIONS);
            told.closed();
        }
    }
}
