package io.mediascope.transport.door;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

class FirstBytesFuzzTest {
    private static final int MAX_NEEDED = 10;

    /** Never throws, never reads, decides by ten bytes at the latest, and never takes a decision back. */
    @FuzzTest
    void shouldDecideOnAnyBytes(byte[] data) {
        ByteBuf all = Unpooled.wrappedBuffer(data);
        FirstBytes decided = FirstBytes.MORE_NEEDED;
        for (int length = 0; length <= data.length; length++) {
            FirstBytes now = FirstBytes.of(all.slice(0, length));
            if (decided != FirstBytes.MORE_NEEDED && now != decided) {
                throw new AssertionError(decided + " became " + now);
            }
            decided = now;
        }
        if (data.length >= MAX_NEEDED && decided == FirstBytes.MORE_NEEDED) {
            throw new AssertionError("undecided");
        }
        if (all.readerIndex() != 0) {
            throw new AssertionError("bytes were read");
        }
    }
}
