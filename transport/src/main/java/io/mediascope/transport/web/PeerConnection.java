package io.mediascope.transport.web;

import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpError;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerDescription;
import io.mediascope.media.webrtc.PeerRole;
import org.jspecify.annotations.Nullable;

/**
 * One WebRTC peer connection on its loop: ICE lite, DTLS, SRTP. Made by {@link WebPeers#create}; {@link #local} and {@link #restartIce}
 * are for any thread, everything else for the loop.
 *
 * <p>Life: {@link #open}, {@link #describe} for each negotiation, media, {@link #close} by whoever is first.
 */
public final class PeerConnection {
    private static final int MAX_PLAIN_BYTES = 1460;
    private static final int MAX_OVERHEAD_BYTES = 32;

    private final WebPeers peers;
    private final PeerRole role;
    private final WebPeerListener listener;
    private final WebCounters counters;
    private final PeerOutbox outbox;
    private final PeerClock clock;
    private final PeerDtls dtls;
    private final PeerIce ice;
    private volatile LocalPeer local;
    private @Nullable WebMedia media;
    private @Nullable SrtpSession srtp;
    private boolean connected;
    private boolean closed;
    private boolean flushing;

    PeerConnection(WebPeers peers, PeerRole role, WebPeerListener listener, LocalPeer local) {
        this.peers = peers;
        this.role = role;
        this.listener = listener;
        this.local = local;
        this.counters = peers.counters();
        this.outbox = new PeerOutbox(counters);
        this.clock = new PeerClock(peers.settings());
        this.dtls = new PeerDtls(this, peers);
        this.ice = new PeerIce(local.ice());
    }

    public PeerRole role() {
        return role;
    }

    /** The node's side as it stands now, with UDP candidates. Any thread. */
    public LocalPeer local() {
        return local;
    }

    /** New credentials; the old ones are accepted until a pair under the new ones was nominated. Any thread. */
    public synchronized LocalPeer restartIce() {
        StunCredentials fresh = IceSecrets.create(peers.loop().index());
        LocalPeer restarted = local.restarted(fresh, peers.loop().candidates());
        local = restarted;
        peers.loop().execute(() -> restarted(fresh));
        return restarted;
    }

    private void restarted(StunCredentials fresh) {
        if (closed) {
            return;
        }
        counters.increment(WebCounter.ICE_RESTARTS);
        String unused = ice.restart(fresh);
        if (unused != null) {
            peers.table().removeUfrag(unused);
        }
        peers.table().addUfrag(fresh.ufrag(), this);
    }

    /** Begins to serve: from now on the client's packets are taken. */
    public void open(WebMedia opened) {
        media = opened;
        clock.opened(peers.loop().nowNs());
        peers.add(this, ice);
        counters.increment(WebCounter.CONNECTIONS_OPENED);
        counters.increment(WebCounter.CONNECTIONS);
    }

    /** What the client said: the first time its certificate's fingerprints, which stay; later only its credentials may differ. */
    public void describe(PeerDescription remote) {
        if (!closed) {
            clock.described(peers.loop().nowNs());
            dtls.expect(remote.fingerprints());
        }
    }

    /** Whether media may be sent. */
    public boolean connected() {
        return connected && !closed;
    }

    /** Whether an ICE-TCP connection carries it that does not keep up: video should be left out. */
    public boolean behind() {
        PeerPath path = ice.selected();
        return path != null && path.behind();
    }

    /** Rises when an ICE-TCP connection did not take packets that were sealed: a frame of which they were part is broken. */
    public int refusedRuns() {
        return outbox.refusedRuns();
    }

    /**
     * Seals an RTP packet with a valid header, which leaves at the end of the turn.
     *
     * @param length at most 1460 bytes
     * @return false when it is not sent: no keys or path now, or its sequence number was used before
     */
    public boolean sendRtp(byte[] plain, int length) {
        return send(plain, length, true);
    }

    /** The same for a compound RTCP packet. */
    public boolean sendRtcp(byte[] plain, int length) {
        return send(plain, length, false);
    }

    private boolean send(byte[] plain, int length, boolean rtp) {
        SrtpSession session = srtp;
        PeerPath path = ice.selected();
        if (session == null || path == null || closed) {
            counters.increment(WebCounter.NO_PATH);
            return false;
        }
        byte[] sealed = peers.scratch();
        int sealedLength = length > MAX_PLAIN_BYTES || length + MAX_OVERHEAD_BYTES > sealed.length
                ? SrtpError.MALFORMED
                : rtp ? session.sealRtp(plain, length, sealed) : session.sealRtcp(plain, length, sealed);
        if (sealedLength < 0) {
            counters.increment(WebCounter.SEAL_REFUSED);
            return false;
        }
        counters.increment(rtp ? WebCounter.RTP_OUT : WebCounter.RTCP_OUT);
        outbox.add(path, sealed, sealedLength);
        flushLater();
        return true;
    }

    private void flushLater() {
        if (!flushing) {
            flushing = true;
            peers.loop().flushLater(this);
        }
    }

    /** The end of the turn; called by the loop. */
    public void flush() {
        flushing = false;
        outbox.flush();
        if (closed) {
            outbox.release();
        }
    }

    /** A packet from a path that was proved; not STUN. */
    void received(PeerPath path, PacketKind kind, byte[] packet, int length, long nowNs) {
        if (closed) {
            return; // a TCP connection outlives it for a moment
        }
        switch (kind) {
            case DTLS -> {
                clock.seen(nowNs);
                dtls.received(path, packet, length);
            }
            case RTP -> rtp(path, packet, length, nowNs);
            case RTCP -> rtcp(path, packet, length, nowNs);
            default -> counters.increment(WebCounter.RTP_MALFORMED);
        }
    }

    private void rtp(PeerPath path, byte[] packet, int length, long nowNs) {
        SrtpSession session = srtp;
        WebMedia to = media;
        if (session == null || to == null) {
            counters.increment(WebCounter.RTP_EARLY);
        } else if (!RtpHeader.isValid(packet, 0, length)) {
            counters.increment(WebCounter.RTP_MALFORMED);
        } else {
            int plainLength = session.openRtp(packet, length, peers.plain(), nowNs);
            if (opened(path, plainLength, WebCounter.RTP_IN, nowNs)) {
                to.rtp(peers.plain(), plainLength, nowNs);
            }
        }
    }

    private void rtcp(PeerPath path, byte[] packet, int length, long nowNs) {
        SrtpSession session = srtp;
        WebMedia to = media;
        if (session == null || to == null) {
            counters.increment(WebCounter.RTP_EARLY);
            return;
        }
        int plainLength = session.openRtcp(packet, length, peers.plain(), nowNs);
        if (opened(path, plainLength, WebCounter.RTCP_IN, nowNs)) {
            to.rtcp(peers.plain(), plainLength, nowNs);
        }
    }

    private boolean opened(PeerPath path, int plainLength, WebCounter in, long nowNs) {
        if (plainLength < 0) {
            counters.increment(in == WebCounter.RTP_IN ? refusal(plainLength) : WebCounter.RTCP_REFUSED);
            return false;
        }
        counters.increment(in);
        clock.seen(nowNs);
        if (path instanceof UdpPeerPath udp) {
            udp.heard(nowNs);
        }
        if (path == ice.selected()) {
            ice.heard(nowNs);
        } else if (ice.left(nowNs)) {
            use(path, false, nowNs);
        }
        return true;
    }

    private static WebCounter refusal(int error) {
        return switch (error) {
            case SrtpError.REPLAYED, SrtpError.TOO_OLD -> WebCounter.RTP_REPLAYED;
            case SrtpError.MALFORMED -> WebCounter.RTP_MALFORMED;
            case SrtpSession.TOO_MANY_SSRCS -> WebCounter.SSRC_LIMITED;
            default -> WebCounter.RTP_AUTH_FAILED;
        };
    }

    PeerIce ice() {
        return ice;
    }

    /** An authenticated Binding: the path is proved, consent is renewed, a nominated path carries from now on. */
    void bound(PeerPath path, PeerIce.Credentials used, boolean nominated, long nowNs) {
        clock.bound(nowNs);
        ice.proved(path);
        boolean restarting = ice.restarting(used);
        if (path == ice.selected()) {
            ice.heard(nowNs);
        }
        boolean rescue = restarting && ice.deaf(nowNs);
        boolean taken = nominated || rescue || ice.selected() == null;
        if (nominated && restarting) {
            peers.table().removeUfrag(ice.restarted());
        }
        if (taken) {
            use(path, nominated && restarting, nowNs);
        } else {
            connectIfReady(false);
        }
    }

    /** Packets leave by this path from now on. What was sent while the one before was deaf may be lost. */
    private void use(PeerPath path, boolean restarted, long nowNs) {
        PeerPath before = ice.selected();
        boolean lost = before != null && ice.left(nowNs);
        if (ice.select(path, nowNs)) {
            pathChanged();
        }
        connectIfReady(restarted || (before != null && before.tcp() != path.tcp()));
        WebMedia told = media;
        if (lost && before != path && told != null) {
            told.resumed(nowNs);
        }
    }

    private void pathChanged() {
        counters.increment(WebCounter.PATH_CHANGES);
        WebMedia told = media;
        PeerPath path = ice.selected();
        if (told != null) {
            told.pathChanged(transport(path), detail(path), path == null ? null : path.remote());
        }
    }

    private static @Nullable Transport transport(@Nullable PeerPath path) {
        return path == null ? null : path.tcp() ? Transport.TCP : Transport.UDP_RELAY;
    }

    private static String detail(@Nullable PeerPath path) {
        return path == null ? "" : path.tcp() ? "ice-tcp" : "udp";
    }

    /** The path is gone, or belongs to another peer now. */
    void lost(PeerPath path) {
        if (ice.remove(path) && !closed) {
            pathChanged();
            if (ice.selected() == null && connected) {
                listener.silent();
            }
        }
    }

    /** The handshake gave keys. */
    void established(SrtpKeys keys) {
        if (!closed) {
            srtp = new SrtpSession(
                    keys, peers.settings().maxSsrcs(), peers.loop().nowNs());
            connectIfReady(false);
        }
    }

    private void connectIfReady(boolean again) {
        PeerPath path = ice.selected();
        WebMedia told = media;
        if (srtp == null || path == null || told == null) {
            return;
        }
        if (!connected) {
            connected = true;
            counters.increment(WebCounter.CONNECTIONS_CONNECTED);
            told.connected(peers.loop().nowNs());
            listener.connected(path.tcp());
        } else if (again) {
            listener.connected(path.tcp());
        }
    }

    /** A datagram that is not media, for instance DTLS, by the path in use or else {@code otherwise}. */
    void sendPlain(@Nullable PeerPath otherwise, byte[] bytes) {
        PeerPath selected = ice.selected();
        PeerPath path = selected == null ? otherwise : selected;
        if (path != null) {
            outbox.add(path, bytes, bytes.length);
            flushLater();
        }
    }

    void tick(long nowNs) {
        if (clock.consentExpired(nowNs)) {
            counters.increment(WebCounter.CONSENT_EXPIRED);
            fail("no consent: no authenticated Binding for "
                    + peers.settings().consentFor().toSeconds() + " s");
        } else if (!connected && clock.connectExpired(nowNs)) {
            fail("not connected within " + peers.settings().connectWithin().toSeconds() + " s");
        } else if (clock.turnedSilent(nowNs)) {
            listener.silent();
        }
    }

    /** It is over and will not come back. */
    void fail(String reason) {
        if (!closed) {
            counters.increment(WebCounter.CONNECTIONS_FAILED);
            close();
            listener.failed(reason);
        }
    }

    /** Ends it with a DTLS close_notify; idempotent. The listener is not told. */
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        dtls.close();
        peers.remove(this, ice.close());
        WebMedia told = media;
        if (told != null) {
            counters.decrement(WebCounter.CONNECTIONS);
            told.closed();
        }
        if (outbox.isEmpty()) {
            outbox.release();
        }
    }
}
