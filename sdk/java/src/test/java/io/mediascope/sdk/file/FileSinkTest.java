package io.mediascope.sdk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mediascope.media.codec.OpusDepacketizer;
import io.mediascope.media.codec.OpusPacketizer;
import io.mediascope.media.codec.Vp8Depacketizer;
import io.mediascope.media.codec.Vp8Packetizer;
import io.mediascope.sdk.MediaFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clip, RTP payloads, loss, file, and then an ordinary decoder. */
class FileSinkTest {
    private static final long MS = 1_000_000;

    @TempDir
    private Path folder;

    @Test
    void shouldRecordVideoThatDecodesToEveryFrame() throws Exception {
        Path file = folder.resolve("video.ivf");
        IvfSink sink = record(file, Clips.video(), 0, 1);
        assertThat(sink.frames()).isEqualTo(250);
        assertThat(sink.failure()).isNull();
        IvfFile written = IvfFile.read(file);
        assertThat(written.width()).isEqualTo(640);
        assertThat(written.height()).isEqualTo(360);
        assertThat(written.frames()).hasSize(250);
        assertThat(written.frames().get(100).ptsNs()).isEqualTo(4_000 * MS);
        assertThat(written.frames().get(100).data())
                .isEqualTo(Clips.video().frames().get(100).data());
        assertDecodes(file);
        assertThat(decodedFrames(file)).isEqualTo(250);
    }

    @Test
    void shouldRecordVideoThatDecodesAfterLosses() throws Exception {
        for (int seed = 0; seed < 3; seed++) {
            Path file = folder.resolve("lossy" + seed + ".ivf");
            IvfSink sink = record(file, Clips.video(), 2, seed);
            assertThat(sink.frames()).isBetween(10, 240);
            assertDecodes(file);
            assertThat(decodedFrames(file)).isEqualTo(sink.frames());
        }
    }

    @Test
    void shouldRecordAChangeOfLayerThatDecodes() throws Exception {
        Path file = folder.resolve("layers.ivf");
        IvfSink sink = new IvfSink(file);
        Clips.video().frames().forEach(sink::onFrame);
        sink.onRestarted();
        List<MediaFrame> low = Clips.videoLow().frames();
        low.subList(10, 250)
                .forEach(f -> sink.onFrame(new MediaFrame(f.data(), f.ptsNs() + 10_000 * MS, f.keyFrame())));
        sink.close();
        assertThat(sink.skipped()).isEqualTo(40);
        assertDecodes(file);
        assertThat(decodedFrames(file)).isEqualTo(450);
    }

    @Test
    void shouldRecordAudioOfTheRightLengthOverGaps() throws Exception {
        for (int lossPercent : new int[] {0, 10}) {
            Path file = folder.resolve("audio" + lossPercent + ".ogg");
            recordAudio(file, lossPercent);
            assertDecodes(file);
            double expected = Clips.audio().durationNs() / 1e9;
            assertThat(seconds(file)).isCloseTo(expected, within(0.02));
            assertThat(OggOpusFile.read(file).durationNs())
                    .isEqualTo(Clips.audio().durationNs());
        }
    }

    @Test
    void shouldJumpOverALongPauseOfAudio() throws Exception {
        Path file = folder.resolve("pause.ogg");
        OggOpusSink sink = new OggOpusSink(file);
        List<MediaFrame> frames = Clips.audio().frames();
        frames.forEach(sink::onFrame);
        frames.forEach(f -> sink.onFrame(new MediaFrame(f.data(), f.ptsNs() + 60_000 * MS, true)));
        sink.onFrame(new MediaFrame(new byte[0], 80_000 * MS, true));
        sink.close();
        assertThat(sink.skipped()).isEqualTo(1);
        assertDecodes(file);
        assertThat(seconds(file)).isCloseTo(70.0, within(0.1));
    }

    @Test
    void shouldKeepWhatWasWrittenBeforeAFileWasCutOff() throws Exception {
        Path file = folder.resolve("cut.ivf");
        record(file, Clips.video(), 0, 1);
        byte[] whole = Files.readAllBytes(file);
        IvfFile cut = IvfFile.parse(Arrays.copyOf(whole, whole.length / 2));
        assertThat(cut.frames()).hasSizeBetween(100, 150);
        Path audio = folder.resolve("cut.ogg");
        recordAudio(audio, 0);
        byte[] ogg = Files.readAllBytes(audio);
        assertThat(OggOpusFile.parse(Arrays.copyOf(ogg, ogg.length / 2)).frames())
                .hasSizeBetween(150, 300);
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws Exception {
        assertThatThrownBy(() -> IvfFile.parse("RIFF".getBytes(StandardCharsets.US_ASCII)))
                .isInstanceOf(MediaFileException.class)
                .hasMessageContaining("DKIF");
        byte[] fast = Files.readAllBytes(recordedVideo());
        fast[17] = 0x7F;
        fast[18] = 0x7F;
        assertThatThrownBy(() -> IvfFile.parse(fast)).hasMessageContaining("1000 frames per second");
        Path audio = folder.resolve("damaged.ogg");
        recordAudio(audio, 0);
        byte[] ogg = Files.readAllBytes(audio);
        ogg[ogg.length - 10] ^= 1;
        assertThatThrownBy(() -> OggOpusFile.parse(ogg)).hasMessageContaining("checksum");
    }

    private Path recordedVideo() throws IOException {
        Path file = folder.resolve("video.ivf");
        record(file, Clips.video(), 0, 1);
        return file;
    }

    private static IvfSink record(Path file, IvfFile clip, int lossPercent, int seed) throws IOException {
        Random random = new Random(seed);
        IvfSink sink = new IvfSink(file);
        Vp8Depacketizer depacketizer = new Vp8Depacketizer(new Vp8Depacketizer.Listener() {
            @Override
            public void frame(byte[] frame, long rtpTimestamp, boolean keyFrame) {
                sink.onFrame(new MediaFrame(frame, rtpTimestamp * 100_000 / 9, keyFrame));
            }

            @Override
            public void keyFrameNeeded() {}
        });
        Vp8Packetizer packetizer = new Vp8Packetizer(seed);
        int[] seq = {65_500};
        for (MediaFrame frame : clip.frames()) {
            long timestamp = frame.ptsNs() * 9 / 100_000;
            packetizer.packetize(frame.data(), 0, frame.data().length, (buf, off, len, marker) -> {
                if (random.nextInt(100) >= lossPercent) {
                    depacketizer.packet(seq[0], timestamp, marker, buf, off, len, frame.ptsNs());
                }
                seq[0] = (seq[0] + 1) & 0xFFFF;
            });
            depacketizer.tick(frame.ptsNs());
        }
        depacketizer.tick(20_000 * MS);
        sink.onEnd();
        return sink;
    }

    private static void recordAudio(Path file, int lossPercent) throws IOException {
        Random random = new Random(7);
        OggOpusSink sink = new OggOpusSink(file);
        OpusDepacketizer depacketizer = new OpusDepacketizer(
                (packet, rtpTimestamp) -> sink.onFrame(new MediaFrame(packet, rtpTimestamp * 62_500 / 3, true)));
        OpusPacketizer packetizer = new OpusPacketizer();
        List<MediaFrame> frames = Clips.audio().frames();
        for (int i = 0; i < frames.size(); i++) {
            int seq = (65_400 + i) & 0xFFFF;
            long timestamp = i * 960L;
            long now = i * 20 * MS;
            boolean kept = i == 0 || i == frames.size() - 1 || random.nextInt(100) >= lossPercent;
            packetizer.packetize(frames.get(i).data(), 0, frames.get(i).data().length, (buf, off, len, marker) -> {
                if (kept) {
                    depacketizer.packet(seq, timestamp, buf, off, len, now);
                }
            });
        }
        depacketizer.reset();
        sink.onEnd();
    }

    private static void assertDecodes(Path file) throws Exception {
        assertThat(run("ffmpeg", "-nostdin", "-v", "error", "-i", file.toString(), "-f", "null", "-"))
                .isEmpty();
    }

    private static int decodedFrames(Path file) throws Exception {
        return Integer.parseInt(run(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_frames",
                        "-show_entries",
                        "stream=nb_read_frames",
                        "-of",
                        "csv=p=0",
                        file.toString())
                .replaceAll("[^0-9]", ""));
    }

    private static double seconds(Path file) throws Exception {
        return Double.parseDouble(
                run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", file.toString())
                        .trim());
    }

    private static String run(String... command) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            Assumptions.abort(command[0] + " is not installed");
            return "";
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}
