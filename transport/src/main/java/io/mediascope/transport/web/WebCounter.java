package io.mediascope.transport.web;

import io.mediascope.transport.counters.Counted;
import io.mediascope.transport.counters.Metric;

/** What WebRTC peer connections count: name, unit and help as metrics show them. */
public enum WebCounter implements Counted {
    BINDINGS_IN("mediascope_web_bindings_in", "packets", "Authenticated STUN Bindings of peer connections"),
    BINDING_UNKNOWN_USER("mediascope_web_binding_unknown_user", "packets", "Dropped: Binding for an unknown ufrag"),
    BINDING_BAD_INTEGRITY(
            "mediascope_web_binding_bad_integrity", "packets", "Dropped: Binding without or with a wrong integrity"),
    BINDING_NO_FINGERPRINT("mediascope_web_binding_no_fingerprint", "packets", "Dropped: Binding without FINGERPRINT"),
    BINDING_REPLAYED("mediascope_web_binding_replayed", "packets", "Dropped: Binding seen before from another address"),
    BINDING_REFUSED("mediascope_web_binding_refused", "packets", "Bindings answered with an error (420, 487)"),
    ADDRESS_HELD(
            "mediascope_web_address_held", "packets", "Dropped: Binding from an address that another peer speaks from"),
    CONNECTIONS_OPENED("mediascope_web_connections_opened", "connections", "Peer connections opened"),
    CONNECTIONS(Metric.gauge("mediascope_web_connections", "connections", "Peer connections now")),
    CONNECTIONS_CONNECTED("mediascope_web_connections_connected", "connections", "Peer connections that got keys"),
    CONNECTIONS_FAILED(
            "mediascope_web_connections_failed",
            "connections",
            "Peer connections that ended by failure: no path, DTLS, consent"),
    ICE_RESTARTS("mediascope_web_ice_restarts", "restarts", "ICE restarts begun"),
    PATH_CHANGES("mediascope_web_path_changes", "paths", "Changes of the path that a peer connection sends by"),
    CONSENT_EXPIRED("mediascope_web_consent_expired", "connections", "Peer connections whose consent ran out"),
    DTLS_IN("mediascope_web_dtls_in", "packets", "DTLS datagrams from proved addresses"),
    DTLS_EARLY("mediascope_web_dtls_early", "packets", "Dropped: DTLS before the client's fingerprint was known"),
    DTLS_QUEUE_FULL("mediascope_web_dtls_queue_full", "packets", "Dropped: too many DTLS datagrams wait"),
    DTLS_STRAY("mediascope_web_dtls_stray", "packets", "DTLS after the handshake that was not taken: replayed or bad"),
    HANDSHAKES("mediascope_web_handshakes", "handshakes", "DTLS handshakes begun"),
    HANDSHAKES_DONE("mediascope_web_handshakes_done", "handshakes", "DTLS handshakes that gave keys"),
    HANDSHAKES_FAILED("mediascope_web_handshakes_failed", "handshakes", "DTLS handshakes that failed"),
    HANDSHAKES_REFUSED(
            "mediascope_web_handshakes_refused", "handshakes", "DTLS handshakes not begun because too many waited"),
    FINGERPRINT_REFUSED(
            "mediascope_web_fingerprint_refused", "handshakes", "DTLS certificates that are not the announced one"),
    RTP_IN("mediascope_web_rtp_in", "packets", "RTP packets that passed authentication and replay protection"),
    RTP_EARLY("mediascope_web_rtp_early", "packets", "Dropped: SRTP or SRTCP before there were keys"),
    RTP_MALFORMED("mediascope_web_rtp_malformed", "packets", "Dropped: not an RTP header"),
    RTP_AUTH_FAILED("mediascope_web_rtp_auth_failed", "packets", "Dropped: SRTP authentication failed"),
    RTP_REPLAYED("mediascope_web_rtp_replayed", "packets", "Dropped: SRTP packet seen before, or too old to tell"),
    SSRC_LIMITED("mediascope_web_ssrc_limited", "packets", "Dropped: the peer sends under too many SSRCs"),
    RTCP_IN("mediascope_web_rtcp_in", "packets", "SRTCP packets that passed authentication and replay protection"),
    RTCP_REFUSED("mediascope_web_rtcp_refused", "packets", "Dropped: SRTCP authentication or replay failed"),
    RTP_OUT("mediascope_web_rtp_out", "packets", "RTP packets sealed for peers"),
    RTCP_OUT("mediascope_web_rtcp_out", "packets", "RTCP packets sealed for peers"),
    SENDS_OUT("mediascope_web_sends", "sends", "Sends that carried them; one may carry many segments"),
    SEAL_REFUSED(
            "mediascope_web_seal_refused", "packets", "Not sent: a sequence number used before, or a packet too long"),
    NO_PATH("mediascope_web_no_path", "packets", "Not sent: no path or no keys now"),
    TCP_OPENED("mediascope_web_tcp_opened", "connections", "ICE-TCP connections"),
    TCP_MALFORMED(
            "mediascope_web_tcp_malformed", "connections", "ICE-TCP connections closed for bytes that are no frame"),
    TCP_UNPROVED(
            "mediascope_web_tcp_unproved", "connections", "ICE-TCP connections closed: no Binding of a known peer"),
    TCP_FRAMES_IN("mediascope_web_tcp_frames_in", "frames", "Frames received over ICE-TCP"),
    TCP_FRAMES_OUT("mediascope_web_tcp_frames_out", "sends", "Writes of frames to ICE-TCP connections"),
    TCP_QUEUE_FULL("mediascope_web_tcp_queue_full", "frames", "Dropped: a loop's queue from ICE-TCP was full"),
    TCP_BEHIND("mediascope_web_tcp_behind", "sends", "Not sent: the ICE-TCP connection's queue was full"),
    INTERNAL_ERROR("mediascope_web_internal_error", "errors", "Unexpected exceptions");

    private final Metric metric;

    WebCounter(Metric metric) {
        this.metric = metric;
    }

    WebCounter(String name, String unit, String help) {
        metric = Metric.sum(name, unit, help);
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
