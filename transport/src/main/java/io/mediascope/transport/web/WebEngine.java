package io.mediascope.transport.web;

import java.util.List;

/** What the peer connections of all loops of a node share: certificate, handshake threads, settings, counters. Any thread. */
public final class WebEngine implements AutoCloseable {
    private final WebSettings settings;
    private final WebCounters counters = new WebCounters();
    private final DtlsEngine dtls;

    private WebEngine(WebSettings settings) {
        this.settings = settings;
        this.dtls = new BouncyCastleDtls(DtlsIdentity.create(), settings, counters);
    }

    /** Makes the node's certificate. */
    public static WebEngine start(WebSettings settings) {
        return new WebEngine(settings);
    }

    /** The peer connections of one loop, of which there are none yet. */
    public WebPeers peers(WebLoop loop) {
        return new WebPeers(loop, dtls, settings, counters);
    }

    /** Serves ICE-TCP connections for these loops, which are in the order of their indices. */
    public IceTcp iceTcp(List<WebPeers> loops) {
        return new IceTcp(loops.stream().map(WebPeers::frames).toList(), settings.tcpPendingBytes(), counters);
    }

    public WebCounters counters() {
        return counters;
    }

    /** Ends the handshakes under way. The loops close their peer connections themselves. */
    @Override
    public void close() {
        dtls.close();
    }
}
