package io.mediascope.sdk.file;

import io.mediascope.media.codec.OpusPacket;
import io.mediascope.sdk.MediaFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The Opus packets of an Ogg file (RFC 7845): the identification header, the comment header, then audio. A file that was cut off gives
 * the packets before the cut.
 *
 * @param channels 1 or 2
 * @param preSkip samples at 48 kHz that a player drops at the beginning
 * @param frames at least one, presentation times from 0 on by the packets' durations
 * @param durationNs of all packets
 */
public record OggOpusFile(int channels, int preSkip, List<MediaFrame> frames, long durationNs) {
    private static final int HEAD_LENGTH = 19;

    public OggOpusFile {
        frames = List.copyOf(frames);
    }

    /** Reads a file of at most 256 MiB. */
    public static OggOpusFile read(Path path) throws IOException {
        return parse(MediaFiles.read(path));
    }

    public static OggOpusFile parse(byte[] data) throws MediaFileException {
        List<byte[]> packets = OggPages.packets(data);
        if (packets.size() < 3 || !begins(packets.get(0), "OpusHead") || !begins(packets.get(1), "OpusTags")) {
            throw new MediaFileException("Not an Ogg file with Opus: OpusHead, OpusTags and audio are expected");
        }
        byte[] head = packets.get(0);
        if (head.length < HEAD_LENGTH || (head[8] & 0xF0) != 0 || head[9] < 1 || head[9] > 2) {
            throw new MediaFileException("The Opus header is of an unknown version or has not 1 or 2 channels");
        }
        int preSkip = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getShort(10) & 0xFFFF;
        return audio(head[9], preSkip, packets.subList(2, packets.size()));
    }

    private static OggOpusFile audio(int channels, int preSkip, List<byte[]> packets) throws MediaFileException {
        List<MediaFrame> frames = new ArrayList<>(packets.size());
        long position = 0;
        for (byte[] packet : packets) {
            int samples = OpusPacket.samples(packet, 0, packet.length);
            if (samples < 0) {
                throw new MediaFileException("Audio packet " + frames.size() + " is no Opus packet");
            }
            frames.add(new MediaFrame(packet, nanoseconds(position), true));
            position += samples;
        }
        return new OggOpusFile(channels, preSkip, frames, nanoseconds(position));
    }

    private static long nanoseconds(long samples) {
        return samples * 62_500 / 3;
    }

    private static boolean begins(byte[] packet, String magic) {
        return packet.length >= 8 && new String(packet, 0, 8, StandardCharsets.ISO_8859_1).equals(magic);
    }
}
