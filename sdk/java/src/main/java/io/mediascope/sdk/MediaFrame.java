package io.mediascope.sdk;

/**
 * One encoded frame: a VP8 frame, or one Opus packet.
 *
 * @param data nobody writes to it after it was handed over
 * @param ptsNs presentation time in nanoseconds, rising, from any start; in a sink counted from the first frame of the
 *     track that arrived
 * @param keyFrame decodable on its own; always true for audio
 */
public record MediaFrame(byte[] data, long ptsNs, boolean keyFrame) {}
