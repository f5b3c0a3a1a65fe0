package io.mediascope.media.stun;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;

class StunMessageFuzzTest {
    private final StunMessage message = new StunMessage();
    private final StunIntegrity integrity = new StunIntegrity("a password that nobody knows");
    private final byte[] answer = new byte[StunMessage.MAX_LENGTH];

    @FuzzTest
    void shouldStayWithinTheMessage(byte[] data) {
        boolean stun = StunMessage.isStun(data, 0, data.length);
        if (stun != StunMessage.isStun(Unpooled.wrappedBuffer(data), 0, data.length)) {
            throw new AssertionError("array and buffer differ");
        }
        if (!message.parse(data, 0, data.length)) {
            return;
        }
        if (!stun || message.verifyIntegrity(integrity)) {
            throw new AssertionError("believed a forgery");
        }
        message.type();
        message.username();
        message.usernameEquals(data);
        message.mappedAddress();
        message.errorCode();
        message.priority();
        message.sequence();
        message.tieBreaker();
        new StunWriter()
                .bindingError(answer, 0, message, 420, "Unknown Attribute")
                .integrity(integrity)
                .fingerprint();
    }
}
