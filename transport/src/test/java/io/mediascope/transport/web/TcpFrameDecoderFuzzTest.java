package io.mediascope.transport.web;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

class TcpFrameDecoderFuzzTest {
    /** However a stream is cut into reads, the frames are those of the stream read in one piece, and nothing leaks. */
    @FuzzTest
    void shouldCutAnyStreamTheSameWay(FuzzedDataProvider data) {
        int pieceLength = data.consumeInt(1, 64);
        byte[] stream = data.consumeRemainingAsBytes();
        String whole = read(stream, Math.max(1, stream.length));
        String pieces = read(stream, pieceLength);
        if (!whole.equals(pieces)) {
            throw new AssertionError("whole: " + whole + ", in pieces: " + pieces);
        }
    }

    private static String read(byte[] stream, int pieceLength) {
        TcpFrameDecoder decoder = new TcpFrameDecoder();
        StringBuilder seen = new StringBuilder();
        for (int at = 0; at < stream.length && !decoder.malformed(); at += pieceLength) {
            ByteBuf piece = Unpooled.copiedBuffer(stream, at, Math.min(pieceLength, stream.length - at));
            decoder.read(piece);
            for (ByteBuf frame = decoder.next(); frame != null; frame = decoder.next()) {
                seen.append(frame.readableBytes()).append(' ');
                frame.release();
            }
        }
        seen.append(decoder.malformed() ? "malformed" : "");
        decoder.release();
        return seen.toString();
    }
}
