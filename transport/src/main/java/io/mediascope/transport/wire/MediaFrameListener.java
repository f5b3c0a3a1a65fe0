package io.mediascope.transport.wire;

import io.mediascope.media.model.MediaType;
import io.mediascope.transport.wire.v1.MediaEnvelope;
import io.netty.buffer.ByteBuf;

/** What arrives on a media connection. Called on the channel's loop, in order. */
public interface MediaFrameListener {
    /** One SRTP or SRTCP packet in a buffer of its own. Takes ownership. */
    void frame(MediaType type, ByteBuf packet);

    /** {@code sequence} is unsigned. */
    void select(MediaType type, long sequence);

    /** Auth, Accepted, Refusal, Ping or Pong; never a frame or a select. */
    void message(MediaEnvelope message);

    /** A message or media type of a later version: to be ignored. */
    void unknown();
}
