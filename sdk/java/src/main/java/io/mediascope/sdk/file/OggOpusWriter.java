package io.mediascope.sdk.file;

import io.mediascope.media.codec.OpusPacket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The bytes of an Ogg file with Opus (RFC 7845), a page each second. Granule positions count the samples of every packet; a gap in
 * the presentation times is filled with packets of silence, so that they stay right. Pure; one thread.
 */
public final class OggOpusWriter {
    private static final int PRE_SKIP = 312;
    private static final int PAGE_SAMPLES = OpusPacket.CLOCK_RATE;
    private static final int MIN_GAP_SAMPLES = 120;
    private static final int MAX_FILL_SAMPLES = 10 * OpusPacket.CLOCK_RATE;
    private static final int SHORTEST_SILENCE = 120;
    private static final int LONGEST_SILENCE = 960;

    private final int serial;
    private final Consumer<byte[]> output;
    private final List<byte[]> pending = new ArrayList<>();
    private int pendingSegments;
    private int pageNumber;
    private long firstPosition = -1;
    private long position;
    private long pagePosition;
    private long filled;
    private boolean ended;

    /** Writes both headers. {@code serial}: any number that tells streams apart. */
    public OggOpusWriter(int channels, int serial, Consumer<byte[]> output) {
        this.serial = serial;
        this.output = output;
        page(OggPages.FIRST, 0, List.of(head(channels)));
        page(0, 0, List.of(tags()));
    }

    /** Adds a packet; false when it is no Opus packet. */
    public boolean write(byte[] packet, long ptsNs) {
        int samples = OpusPacket.samples(packet, 0, packet.length);
        if (ended || samples < 0 || OggPages.segments(packet) > OggPages.MAX_SEGMENTS) {
            return false;
        }
        long at = Math.floorDiv(ptsNs * 3 + 31_250, 62_500L);
        firstPosition = firstPosition < 0 ? at : firstPosition;
        fill(at - firstPosition - position, (packet[0] & 4) != 0);
        add(packet, samples);
        return true;
    }

    /** Ends the stream. */
    public void end() {
        if (!ended) {
            ended = true;
            page(OggPages.LAST, position, pending);
        }
    }

    /** Packets of silence written for gaps. */
    public long filled() {
        return filled;
    }

    private void fill(long gap, boolean stereo) {
        if (gap < MIN_GAP_SAMPLES) {
            return;
        }
        long left = gap;
        if (gap > MAX_FILL_SAMPLES) {
            // Too long to fill: a jump of the granule position says the same to a player.
            flush();
            position += gap;
            pagePosition = position;
            return;
        }
        int samples = LONGEST_SILENCE;
        while (left >= SHORTEST_SILENCE) {
            while (samples > left) {
                samples /= 2;
            }
            add(silence(samples, stereo), samples);
            left -= samples;
            filled++;
        }
    }

    private void add(byte[] packet, int samples) {
        if (pendingSegments + OggPages.segments(packet) > OggPages.MAX_SEGMENTS
                || position - pagePosition >= PAGE_SAMPLES) {
            flush();
        }
        pending.add(packet);
        pendingSegments += OggPages.segments(packet);
        position += samples;
    }

    private void flush() {
        if (!pending.isEmpty()) {
            page(0, position, pending);
            pending.clear();
            pendingSegments = 0;
        }
        pagePosition = position;
    }

    private void page(int flags, long granule, List<byte[]> packets) {
        output.accept(OggPages.page(flags, granule, serial, pageNumber++, packets));
    }

    /** CELT, full band, one frame whose silence flag is set (RFC 6716 section 4.3), 120 to 960 samples. */
    private static byte[] silence(int samples, boolean stereo) {
        int size = Integer.numberOfTrailingZeros(samples / SHORTEST_SILENCE);
        return new byte[] {(byte) (0xE0 | size << 3 | (stereo ? 4 : 0)), (byte) 0xFF, (byte) 0xFE};
    }

    /** RFC 7845 section 5.1. */
    private static byte[] head(int channels) {
        return ByteBuffer.allocate(19)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusHead".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) channels)
                .putShort((short) PRE_SKIP)
                .putInt(OpusPacket.CLOCK_RATE)
                .putShort((short) 0)
                .put((byte) 0)
                .array();
    }

    /** RFC 7845 section 5.2. */
    private static byte[] tags() {
        byte[] vendor = "Mediascope".getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + vendor.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("OpusTags".getBytes(StandardCharsets.US_ASCII))
                .putInt(vendor.length)
                .put(vendor)
                .putInt(0)
                .array();
    }
}
