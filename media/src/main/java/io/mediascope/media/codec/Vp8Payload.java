package io.mediascope.media.codec;

/** VP8 (RFC 7741). */
final class Vp8Payload implements VideoPayload {
    private final Vp8Descriptor descriptor = new Vp8Descriptor();

    @Override
    public boolean keyFrameStart(byte[] buf, int off, int len) {
        return descriptor.parseIsKeyFrameStart(buf, off, len);
    }

    @Override
    public boolean frameStart(byte[] buf, int off, int len) {
        return descriptor.parse(buf, off, len) && descriptor.frameStart();
    }
}
