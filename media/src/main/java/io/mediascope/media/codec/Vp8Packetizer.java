package io.mediascope.media.codec;

/**
 * Cuts VP8 frames into RTP payloads (RFC 7741). All payloads of a frame have the same length, only the last may be shorter, so that
 * the kernel can take the frame as one segmented send. One thread, no allocation after construction.
 */
public final class Vp8Packetizer {
    /** Leaves room for IP, UDP, RTP, tags and tunnels within 1280 bytes. */
    public static final int DEFAULT_MAX_PAYLOAD = 1180;

    private final byte[] scratch;
    private final int maxPiece;
    private int pictureId;

    /** @param firstPictureId any; the lower 15 bits count */
    public Vp8Packetizer(int firstPictureId) {
        this(firstPictureId, DEFAULT_MAX_PAYLOAD);
    }

    /** @param maxPayload bytes with the descriptor, at least 5 */
    public Vp8Packetizer(int firstPictureId, int maxPayload) {
        this.pictureId = firstPictureId & 0x7FFF;
        this.scratch = new byte[maxPayload];
        this.maxPiece = maxPayload - Vp8Descriptor.WRITTEN_LENGTH;
        if (maxPiece < 1) {
            throw new IllegalArgumentException("No room for a payload in " + maxPayload + " bytes");
        }
    }

    /** Gives the payloads of a frame to {@code output}; returns how many (0 for an empty frame). */
    public int packetize(byte[] frame, int off, int len, RtpPayloadOutput output) {
        if (len <= 0) {
            return 0;
        }
        int pieces = (len + maxPiece - 1) / maxPiece;
        int piece = (len + pieces - 1) / pieces;
        int count = 0;
        for (int at = 0; at < len; at += piece) {
            int length = Math.min(piece, len - at);
            int header = Vp8Descriptor.write(scratch, 0, at == 0, false, pictureId);
            System.arraycopy(frame, off + at, scratch, header, length);
            output.payload(scratch, 0, header + length, at + length == len);
            count++;
        }
        pictureId = (pictureId + 1) & 0x7FFF;
        return count;
    }
}
