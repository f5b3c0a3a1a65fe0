package io.mediascope.sdk;

import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.TrackKind;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.netty.channel.EventLoop;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A track of another user: a stream for each layer, one of which reaches the sink. */
final class OthersTrack implements RemoteTrack {
    private static final long SILENT_NS = 500_000_000L;

    private final String userId;
    private final String trackId;
    private final TrackKind kind;
    private final Codec codec;
    private final EventLoop loop;
    private final Callbacks callbacks;
    private final MediaEngine engine;
    private final Map<LayerName, ReceiveStream> streams = new EnumMap<>(LayerName.class);
    private volatile String label;
    private volatile Set<LayerName> layers = Set.of();
    private volatile boolean muted;
    private @Nullable MediaSink sink;
    private @Nullable LayerName active;
    private LayerName wanted = LayerName.HIGH;
    private boolean paused;
    private boolean restarted;
    private boolean needsKeyFrame;

    private long lastPtsNs;
    private long lastFrameNs;
    private long ptsOffsetNs;
    private int ptsSsrc;
    private boolean ptsKnown;

    OthersTrack(
            String userId,
            TrackInfo info,
            TrackKind kind,
            Codec codec,
            EventLoop loop,
            Callbacks callbacks,
            MediaEngine engine) {
        this.userId = userId;
        this.trackId = info.getTrackId();
        this.kind = kind;
        this.codec = codec;
        this.label = info.getLabel();
        this.muted = info.getMuted();
        this.loop = loop;
        this.callbacks = callbacks;
        this.engine = engine;
    }

    /** False when the user has published something else under the same id. */
    boolean isOfKind(TrackInfo info) {
        return Wire.kind(info.getKind()) == kind && Wire.codec(info.getCodec()) == codec;
    }

    /** Takes the layers as they are now; true when one has a new SSRC in the place of another. */
    boolean update(TrackInfo info) {
        boolean replaced = false;
        label = info.getLabel();
        Set<LayerName> present = EnumSet.noneOf(LayerName.class);
        for (LayerInfo layer : info.getLayersList()) {
            StreamId id = Wire.streamId(userId, info, layer);
            if (id == null || id.kind() != kind || id.codec() != codec) {
                continue;
            }
            present.add(id.layer());
            replaced |= update(id, Wire.keys(layer));
        }
        layers = Set.copyOf(present);
        List.copyOf(streams.keySet()).stream().filter(l -> !present.contains(l)).forEach(this::drop);
        restarted |= replaced;
        return replaced;
    }

    private boolean update(StreamId id, List<SrtpKey> keys) {
        ReceiveStream old = streams.get(id.layer());
        if (keys.isEmpty()) {
            return false;
        }
        if (old != null && old.id().ssrc() == id.ssrc() && old.id().incarnation() == id.incarnation()) {
            old.setKeys(keys, System.nanoTime());
            return false;
        }
        if (old != null) {
            engine.remove(old);
        }
        ReceiveStream added = new ReceiveStream(id, keys, this::frame);
        streams.put(id.layer(), added);
        engine.addReceive(added);
        return old != null;
    }

    private void drop(LayerName layer) {
        ReceiveStream gone = streams.remove(layer);
        if (gone != null) {
            engine.remove(gone);
        }
    }

    Collection<ReceiveStream> streams() {
        return streams.values();
    }

    /** False when nothing is new. */
    boolean mute(boolean now) {
        boolean changed = muted != now;
        muted = now;
        return changed;
    }

    void choose(LayerName layer) {
        wanted = layer;
    }

    void pause(boolean wish) {
        paused = wish;
        streams.values().forEach(ReceiveStream::rest);
    }

    boolean paused() {
        return paused;
    }

    LayerName wanted() {
        return wanted;
    }

    void end() {
        streams.values().forEach(engine::remove);
        streams.clear();
        endSink();
    }

    private void endSink() {
        MediaSink ended = sink;
        sink = null;
        if (ended != null) {
            callbacks.guard(ended::onEnd);
        }
    }

    private void frame(ReceiveStream stream, byte[] data, long rtpTimestamp, boolean keyFrame) {
        LayerName layer = stream.id().layer();
        if (layer != active && !(keyFrame && mayTakeOver(layer))) {
            return;
        }
        if (active != null && layer != active) {
            streams.values().stream().filter(s -> s != stream).forEach(ReceiveStream::rest);
        }
        active = layer;
        MediaSink to = sink;
        if (to == null || (needsKeyFrame && !keyFrame)) {
            return;
        }
        needsKeyFrame = false;
        if (restarted) {
            restarted = false;
            callbacks.guard(to::onRestarted);
        }
        long ptsNs = pts(stream.id(), rtpTimestamp);
        callbacks.guard(() -> to.onFrame(new MediaFrame(data, ptsNs, keyFrame)));
    }

    /** The wanted layer does, and any other when the active one is gone or silent: the node may have reasons. */
    private boolean mayTakeOver(LayerName layer) {
        ReceiveStream current = active == null ? null : streams.get(active);
        return current == null || layer == wanted || System.nanoTime() - current.lastFrameNs() >= SILENT_NS;
    }

    /** Timestamps of another SSRC begin anywhere: they are joined by the time that passed between the frames. */
    private long pts(StreamId id, long rtpTimestamp) {
        long nowNs = System.nanoTime();
        int clock = codec.clockRate();
        long rawNs = rtpTimestamp / clock * 1_000_000_000L + rtpTimestamp % clock * 1_000_000_000L / clock;
        if (!ptsKnown) {
            ptsOffsetNs = -rawNs;
        } else if (ptsSsrc != id.ssrc()) {
            ptsOffsetNs = lastPtsNs + (nowNs - lastFrameNs) - rawNs;
        }
        ptsKnown = true;
        ptsSsrc = id.ssrc();
        lastFrameNs = nowNs;
        lastPtsNs = rawNs + ptsOffsetNs;
        return lastPtsNs;
    }

    @Override
    public void attach(MediaSink newSink) {
        onLoop(() -> {
            endSink();
            sink = newSink;
            ptsKnown = false;
            restarted = false;
            long nowNs = System.nanoTime();
            for (ReceiveStream stream : streams.values()) {
                if (stream.frames() > 0 && kind != TrackKind.AUDIO) {
                    needsKeyFrame = true;
                    stream.askKeyFrame(nowNs);
                }
            }
        });
    }

    @Override
    public void detach() {
        onLoop(this::endSink);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    @Override
    public String userId() {
        return userId;
    }

    @Override
    public String trackId() {
        return trackId;
    }

    @Override
    public TrackKind kind() {
        return kind;
    }

    @Override
    public Codec codec() {
        return codec;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public boolean muted() {
        return muted;
    }

    @Override
    public Set<LayerName> layers() {
        return layers;
    }
}
