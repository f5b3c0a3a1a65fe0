package io.mediascope.transport.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.mediascope.transport.wire.v1.Envelope;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;

class LinkFrameCodecFuzzTest {
    /** Any bytes, in two pieces, give messages that can be written again, or one MalformedWireException; nothing leaks. */
    @FuzzTest
    void shouldReadAnyBytes(byte[] data) {
        EmbeddedChannel channel = new EmbeddedChannel(new LinkFrameCodec());
        int half = data.length / 2;
        ByteBuf first = Unpooled.buffer().writeBytes(data, 0, half);
        ByteBuf second = Unpooled.buffer().writeBytes(data, half, data.length - half);
        try {
            channel.writeInbound(first);
            channel.writeInbound(second);
        } catch (MalformedWireException e) {
            channel.writeInbound(second.refCnt() > 0 ? second : Unpooled.buffer());
        }
        for (Envelope read = channel.readInbound(); read != null; read = channel.readInbound()) {
            channel.writeOutbound(read);
        }
        channel.finishAndReleaseAll();
        if (first.refCnt() != 0 || second.refCnt() != 0) {
            throw new AssertionError("a buffer leaked");
        }
    }
}
