package io.mediascope.sdk.file;

import io.mediascope.media.codec.Vp8Descriptor;
import io.mediascope.sdk.MediaFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The frames of an IVF file with VP8. All numbers are little endian: a header of 32 bytes ("DKIF", version 0, header length, FourCC,
 * width, height, time base denominator and numerator, frame count, unused), then for each frame its length (4), its presentation time
 * in units of the time base (8) and its bytes. A file that was cut off gives the frames before the cut.
 *
 * @param width pixels
 * @param height pixels
 * @param frames at least one, presentation times from 0 on and rising
 * @param durationNs until the last frame would be followed by another
 */
public record IvfFile(int width, int height, List<MediaFrame> frames, long durationNs) {
    static final int HEADER_LENGTH = 32;
    static final int FRAME_HEADER_LENGTH = 12;

    private static final long DEFAULT_FRAME_NS = 40_000_000;
    private static final long MIN_FRAME_NS = 1_000_000;
    private static final long MAX_TIME_NS = Long.MAX_VALUE / 4;

    public IvfFile {
        frames = List.copyOf(frames);
    }

    /** Reads a file of at most 256 MiB. */
    public static IvfFile read(Path path) throws IOException {
        return parse(MediaFiles.read(path));
    }

    public static IvfFile parse(byte[] data) throws MediaFileException {
        ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
        if (data.length < HEADER_LENGTH || !tag(data, 0).equals("DKIF")) {
            throw new MediaFileException("Not an IVF file: it does not begin with DKIF");
        }
        if (!tag(data, 8).equals("VP80")) {
            throw new MediaFileException("The IVF file holds " + printable(tag(data, 8)) + ", not VP80");
        }
        int headerLength = in.getShort(6) & 0xFFFF;
        long denominator = in.getInt(16) & 0xFFFF_FFFFL;
        long numerator = in.getInt(20) & 0xFFFF_FFFFL;
        if (headerLength < HEADER_LENGTH || numerator == 0 || denominator == 0) {
            throw new MediaFileException("The IVF header is damaged: length " + headerLength + ", time base "
                    + numerator + "/" + denominator);
        }
        List<MediaFrame> frames = frames(data, in, headerLength, 1e9 * numerator / denominator);
        return new IvfFile(in.getShort(12) & 0xFFFF, in.getShort(14) & 0xFFFF, frames, duration(frames));
    }

    private static List<MediaFrame> frames(byte[] data, ByteBuffer in, int headerLength, double unitNs)
            throws MediaFileException {
        List<MediaFrame> frames = new ArrayList<>();
        int at = headerLength;
        long firstPts = 0;
        while (at + FRAME_HEADER_LENGTH <= data.length) {
            int length = in.getInt(at);
            long pts = in.getLong(at + 4);
            at += FRAME_HEADER_LENGTH;
            if (length < 0 || length > data.length - at) {
                break;
            }
            firstPts = frames.isEmpty() ? pts : firstPts;
            if (length > 0) {
                byte[] frame = Arrays.copyOfRange(data, at, at + length);
                long ptsNs = rising(frames, ((double) pts - firstPts) * unitNs, at);
                frames.add(new MediaFrame(frame, ptsNs, Vp8Descriptor.isKeyFrame(frame, 0)));
            }
            at += length;
        }
        if (frames.isEmpty() || !frames.get(0).keyFrame()) {
            throw new MediaFileException("The IVF file does not begin with a key frame");
        }
        return frames;
    }

    private static long rising(List<MediaFrame> frames, double ptsNs, int at) throws MediaFileException {
        long last = frames.isEmpty() ? -1 : frames.get(frames.size() - 1).ptsNs();
        long rounded = Math.round(ptsNs);
        if (rounded <= last || rounded > MAX_TIME_NS) {
            throw new MediaFileException("The presentation time of the IVF frame at byte " + at + " does not rise");
        }
        return rounded;
    }

    private static long duration(List<MediaFrame> frames) throws MediaFileException {
        int n = frames.size();
        long last = frames.get(n - 1).ptsNs();
        long frameNs = n == 1 ? DEFAULT_FRAME_NS : last / (n - 1);
        if (frameNs < MIN_FRAME_NS) {
            // A loop over such a file would take the service thread for itself.
            throw new MediaFileException("The IVF file has more than 1000 frames per second");
        }
        return last + frameNs;
    }

    private static String tag(byte[] data, int off) {
        return new String(data, off, 4, StandardCharsets.ISO_8859_1);
    }

    private static String printable(String tag) {
        return tag.replaceAll("[^A-Za-z0-9]", "?");
    }
}
