package io.mediascope.transport.door;

import io.mediascope.transport.wire.LinkFrameCodec;
import io.mediascope.transport.wire.WireProtocol;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.Ping;
import io.mediascope.transport.wire.v1.Pong;
import io.mediascope.transport.wire.v1.Refusal;
import io.mediascope.transport.wire.v1.RefusalReason;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;

/** One management link on its loop: who may say what when, and the node's {@link LinkHandler} behind it. */
final class LinkConnection extends FramedConnection {
    private final LinkLimits limits;
    private final LinkFrameCodec codec;
    private final TokenBucket messageRate;
    private final LinkOutbox outbox;
    private final LinkHandler handler;
    private boolean authRequested;

    LinkConnection(DoorContext door, Stranger stranger, Channel channel) {
        super(
                door,
                stranger,
                channel,
                door.settings().link().bytes(),
                door.settings().link().timing());
        limits = door.settings().link();
        codec = new LinkFrameCodec(Math.min(limits.firstMessageBytes(), WireProtocol.MAX_ENVELOPE_BYTES));
        messageRate = limits.messages().bucket(System.nanoTime());
        outbox = new LinkOutbox(this);
        handler = door.handlers().linkOpened(outbox);
    }

    void addTo(ChannelPipeline pipeline) {
        door.count(DoorCounter.LINKS);
        door.count(DoorCounter.LINKS_OPENED);
        stranger.onExpiry(() ->
                refuseAndClose(LinkCloseReason.NO_AUTH, RefusalReason.TIMED_OUT, "no authenticated session in time"));
        door.loopOf(channel).add(this);
        pipeline.addLast(meter(), codec, this);
    }

    /** The client has proven who it is. Called on the loop, before anything that was sent later is written. */
    void authenticated() {
        codec.maxBytes(WireProtocol.MAX_ENVELOPE_BYTES);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        messageComplete();
        if (closing()) {
            return;
        }
        door.count(DoorCounter.MESSAGES_RECEIVED);
        if (!messageRate.take(1, lastReceivedNs())) {
            flood();
            return;
        }
        received((Envelope) message);
    }

    private void received(Envelope message) {
        switch (message.getMessageCase()) {
            case PING -> outbox.send(pong(message.getPing()));
            case PONG -> {}
            case MESSAGE_NOT_SET -> door.count(DoorCounter.UNKNOWN_MESSAGE);
            case GOODBYE -> handle(message);
            case AUTH_REQUEST -> authRequest(message);
            default -> {
                if (stranger.admitted()) {
                    handle(message);
                } else {
                    wrongState(message);
                }
            }
        }
    }

    private void authRequest(Envelope message) {
        if (!authRequested) {
            authRequested = true;
            stranger.deadlineFrom(lastReceivedNs(), limits.joinTimeout());
            handle(message);
        } else if (stranger.admitted()) {
            handle(message);
        } else {
            wrongState(message);
        }
    }

    /** A stranger's request is refused; one who does not even begin with an AuthRequest is no client. */
    private void wrongState(Envelope message) {
        door.count(DoorCounter.WRONG_STATE);
        outbox.send(refusal(message.getRequestId(), RefusalReason.WRONG_STATE, "the link is not authenticated"));
        if (!authRequested) {
            close(LinkCloseReason.NO_AUTH);
        }
    }

    private void handle(Envelope message) {
        try {
            handler.received(message);
        } catch (RuntimeException e) {
            handlerFailed(e);
        }
    }

    @Override
    boolean messageIncomplete() {
        return codec.incomplete();
    }

    @Override
    void sendPing(long nowNs) {
        outbox.send(Envelope.newBuilder()
                .setPing(Ping.newBuilder().setSentAtNs(nowNs))
                .build());
    }

    @Override
    void refuse(RefusalReason reason, String text) {
        outbox.send(refusal(0, reason, text));
    }

    private static Envelope pong(Ping ping) {
        return Envelope.newBuilder()
                .setPong(Pong.newBuilder().setSentAtNs(ping.getSentAtNs()))
                .build();
    }

    private static Envelope refusal(long requestId, RefusalReason reason, String text) {
        return Envelope.newBuilder()
                .setRequestId(requestId)
                .setRefusal(Refusal.newBuilder()
                        .setReason(reason)
                        .setText(text)
                        .setRetryable(reason == RefusalReason.RATE_LIMITED || reason == RefusalReason.TIMED_OUT))
                .build();
    }

    @Override
    void drain() {
        outbox.close();
        outbox.drain();
    }

    @Override
    void ended(LinkCloseReason reason) {
        outbox.close();
        door.counters().decrement(DoorCounter.LINKS);
        handler.closed(reason);
    }
}
