package io.mediascope.sdk;

import io.mediascope.media.model.EncodingTarget;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.transport.wire.v1.LayerInfo;
import io.mediascope.transport.wire.v1.TrackInfo;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A track that this client publishes: its source, and a stream for each of its layers. */
final class OwnTrack implements LocalTrack, FrameOutput {
    private record Held(LayerName layer, MediaFrame frame) {}

    private static final int MAX_HELD = 256;

    private final TrackSpec spec;
    private final MediaSource source;
    private final EventLoop loop;
    private final Callbacks callbacks;
    private final MediaEngine engine;
    private final Map<LayerName, SendStream> streams = new EnumMap<>(LayerName.class);
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private final Map<LayerName, LayerTarget> targets = new EnumMap<>(LayerName.class);
    private Set<LayerName> layersNeeded = EnumSet.allOf(LayerName.class);
    private volatile int incarnation;
    private volatile boolean stopped;
    private boolean started;
    private boolean muted;
    private long dropped;

    OwnTrack(TrackSpec spec, MediaSource source, EventLoop loop, Callbacks callbacks, MediaEngine engine) {
        this.spec = spec;
        this.source = source;
        this.loop = loop;
        this.callbacks = callbacks;
        this.engine = engine;
    }

    @Override
    public TrackSpec spec() {
        return spec;
    }

    @Override
    public int incarnation() {
        return incarnation;
    }

    MediaType mediaType() {
        return spec.kind().mediaType();
    }

    Collection<SendStream> streams() {
        return streams.values();
    }

    boolean muted() {
        return muted;
    }

    void muted(boolean now) {
        muted = now;
    }

    boolean isPublished() {
        return !streams.isEmpty();
    }

    long dropped() {
        return dropped;
    }

    /** The node accepted the track, or gave it new SSRCs and keys. */
    void accepted(String userId, TrackInfo info) {
        boolean fresh = streams.isEmpty();
        boolean replaced = false;
        for (LayerInfo layer : info.getLayersList()) {
            StreamId id = Wire.streamId(userId, info, layer);
            List<SrtpKey> keys = Wire.keys(layer);
            if (id == null || keys.isEmpty()) {
                continue;
            }
            SendStream old = streams.get(id.layer());
            if (old != null && old.id().ssrc() == id.ssrc() && old.id().incarnation() == id.incarnation()) {
                continue;
            }
            if (old != null) {
                engine.remove(old);
                replaced = true;
            }
            streams.put(id.layer(), engine.addSend(id, keys.get(0), () -> keyFrameWanted(id.layer())));
            incarnation = id.incarnation();
        }
        if (replaced) {
            streams.keySet().forEach(this::keyFrameWanted);
        }
        if (fresh && !started && !streams.isEmpty()) {
            started = true;
            callbacks.guard(() -> source.start(this));
        }
    }

    /** Receivers get the new keys at the same time: they have to be first. */
    void rekeyed(Map<Integer, SrtpKey> keys, long delayMs) {
        for (SendStream stream : streams.values()) {
            SrtpKey key = keys.get(stream.id().ssrc());
            if (key != null && !loop.isShuttingDown()) {
                loop.schedule(() -> stream.setKey(key), delayMs, TimeUnit.MILLISECONDS);
            }
        }
    }

    /** The session is gone: its streams with it. The source goes on. */
    void lost() {
        streams.values().forEach(engine::remove);
        streams.clear();
    }

    void stop() {
        lost();
        held.clear();
        if (!stopped) {
            stopped = true;
            callbacks.guard(source::stop);
        }
    }

    private void keyFrameWanted(LayerName layer) {
        if (started && !stopped) {
            callbacks.guard(() -> source.onKeyFrameRequested(layer));
        }
    }

    void layersNeeded(Set<LayerName> needed) {
        layersNeeded = needed;
        if (started && !stopped) {
            callbacks.guard(() -> source.onLayersNeeded(needed));
        }
    }

    boolean isNeeded(LayerName layer) {
        return layersNeeded.contains(layer);
    }

    /** What the network carries of a layer; the source is told when that has changed. */
    void target(LayerName layer, long bitrateBps) {
        EncodingTarget told = targetOf(layer).change(bitrateBps);
        if (told != null && started && !stopped) {
            callbacks.guard(() -> source.onTarget(layer, told));
        }
        if (told != null && targetOf(layer).hasReturned()) {
            keyFrameWanted(layer);
        }
    }

    LayerTarget targetOf(LayerName layer) {
        return targets.computeIfAbsent(layer, name -> new LayerTarget(spec, name));
    }

    @Override
    public void push(LayerName layer, MediaFrame frame) {
        if (stopped) {
            return;
        }
        if (loop.inEventLoop()) {
            pushOnLoop(layer, frame);
        } else {
            loop.execute(() -> pushOnLoop(layer, frame));
        }
    }

    private void pushOnLoop(LayerName layer, MediaFrame frame) {
        if (stopped || targetOf(layer).leavesOut(frame.keyFrame())) {
            return;
        }
        SendStream stream = streams.get(layer);
        if (stream != null && held.isEmpty() && engine.canSend(mediaType())) {
            engine.push(stream, frame);
            return;
        }
        // While the way is being found frames wait, so that a stream does not begin without its key frame.
        held.add(new Held(layer, frame));
        if (held.size() > MAX_HELD) {
            held.poll();
            dropped++;
        }
    }

    /** A way is open (again): what waited goes first. */
    void flush() {
        if (streams.isEmpty() || !engine.canSend(mediaType())) {
            return;
        }
        for (Held next = held.poll(); next != null; next = held.poll()) {
            SendStream stream = streams.get(next.layer());
            if (stream != null) {
                engine.push(stream, next.frame());
            }
        }
    }

    @Override
    public void schedule(long delayNs, Runnable task) {
        Runnable guarded = () -> {
            if (!stopped) {
                callbacks.guard(task);
            }
        };
        if (!loop.isShuttingDown()) {
            loop.schedule(guarded, Math.max(0, delayNs), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public long nowNs() {
        return System.nanoTime();
    }
}
