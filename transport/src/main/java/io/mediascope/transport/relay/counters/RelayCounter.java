package io.mediascope.transport.relay.counters;

import io.mediascope.transport.counters.Counted;
import io.mediascope.transport.counters.Metric;

/** Everything that the data plane counts: name, unit and help as metrics show them. */
public enum RelayCounter implements Counted {
    DATAGRAMS_IN("mediascope_relay_datagrams_in", "packets", "UDP datagrams received"),
    BYTES_IN("mediascope_relay_in", "bytes", "Bytes received by UDP and over media connections"),
    CHANNEL_PACKETS_IN("mediascope_relay_channel_packets_in", "packets", "Packets received over media connections"),
    RTP_IN("mediascope_relay_rtp_in", "packets", "RTP packets that passed authentication and replay protection"),
    RTP_OUT("mediascope_relay_rtp_out", "packets", "RTP packets forwarded, each receiver counted"),
    BYTES_OUT("mediascope_relay_out", "bytes", "Bytes of RTP forwarded, each receiver counted"),
    SENDS_OUT("mediascope_relay_sends", "sends", "UDP sends that carried forwarded RTP; one may carry many segments"),
    RTCP_IN("mediascope_relay_rtcp_in", "packets", "SRTCP packets that passed authentication"),
    RTCP_OUT("mediascope_relay_rtcp_out", "packets", "SRTCP packets sent"),
    RETRANSMITTED("mediascope_relay_retransmitted", "packets", "RTP packets sent again because a receiver asked"),
    RETRANSMISSION_MISSED("mediascope_relay_retransmission_missed", "packets", "NACKed packets not in the cache"),
    RETRANSMISSION_LIMITED(
            "mediascope_relay_retransmission_limited", "packets", "NACKed packets sent too often already"),
    NACKS_OUT("mediascope_relay_nacks_out", "packets", "Sequence numbers asked again from publishers"),
    KEY_FRAME_REQUESTS_IN("mediascope_relay_key_frame_requests_in", "requests", "PLI and FIR from receivers"),
    KEY_FRAME_REQUESTS_OUT("mediascope_relay_key_frame_requests_out", "requests", "PLI sent to publishers"),
    ANNOUNCEMENTS_OUT("mediascope_relay_announcements_out", "packets", "Rollover announcements sent"),
    ANNOUNCEMENTS_LIMITED(
            "mediascope_relay_announcements_limited",
            "announcements",
            "Rollover announcements ignored because their packet held too many"),
    ANNOUNCEMENTS_UNANSWERED(
            "mediascope_relay_announcements_unanswered",
            "streams",
            "Rollover announcements given up without an answer"),
    STUN_IN("mediascope_relay_stun_in", "packets", "STUN Bindings with valid integrity and a new sequence"),
    STUN_OPEN_IN("mediascope_relay_stun_open_in", "packets", "Bindings without credentials that were answered"),
    PATH_CHANGES("mediascope_relay_path_changes", "paths", "UDP paths proved at another address than before"),
    PROBES_ASKED(
            "mediascope_relay_probes_asked",
            "requests",
            "Requests to prove a UDP path because media came from an unproved address"),
    WEB_RTP_IN("mediascope_relay_web_rtp_in", "packets", "RTP packets of WebRTC publishers that belong to a stream"),
    WEB_RTP_OUT("mediascope_relay_web_rtp_out", "packets", "RTP packets sealed for WebRTC receivers"),
    WEB_RTX_IN("mediascope_relay_web_rtx_in", "packets", "Packets that WebRTC publishers sent again (RFC 4588)"),
    WEB_RTX_OUT("mediascope_relay_web_rtx_out", "packets", "Packets sent again to WebRTC receivers (RFC 4588)"),
    WEB_PADDING_IN("mediascope_relay_web_padding_in", "packets", "Packets of padding alone from WebRTC publishers"),
    WEB_SEALED("mediascope_relay_web_sealed", "packets", "Packets of WebRTC publishers sealed for native receivers"),
    WEB_SOURCE_SWITCHES(
            "mediascope_relay_web_source_switches",
            "switches",
            "Changes of layer, incarnation or publisher within a stream to a WebRTC receiver"),
    TRANSPORT_CHANGES("mediascope_relay_transport_changes", "changes", "Changes of a participant's transport"),

    EMPTY_DATAGRAM("mediascope_relay_empty_datagram", "packets", "Dropped: shorter than any protocol's header"),
    FOREIGN_SENDER(
            "mediascope_relay_foreign_sender",
            "packets",
            "Dropped: from another machine, at an address that is there for this one only"),
    OVERSIZED("mediascope_relay_oversized", "packets", "Dropped: longer than 1500 bytes"),
    UNKNOWN_PROTOCOL("mediascope_relay_unknown_protocol", "packets", "Dropped: neither STUN nor RTP nor RTCP"),
    DTLS_UNEXPECTED(
            "mediascope_relay_dtls_unexpected", "packets", "Dropped: DTLS from a sender without a DTLS endpoint"),
    STUN_MALFORMED("mediascope_relay_stun_malformed", "packets", "Dropped: not a STUN message that this node serves"),
    STUN_UNKNOWN_USER("mediascope_relay_stun_unknown_user", "packets", "Dropped: Binding for an unknown USERNAME"),
    STUN_BAD_INTEGRITY("mediascope_relay_stun_bad_integrity", "packets", "Dropped: Binding with a wrong integrity"),
    STUN_REPLAYED("mediascope_relay_stun_replayed", "packets", "Dropped: Binding whose sequence is not new"),
    STUN_RATE_LIMITED(
            "mediascope_relay_stun_rate_limited", "packets", "Dropped: too many Bindings without credentials"),
    RTP_MALFORMED("mediascope_relay_rtp_malformed", "packets", "Dropped: not an RTP header"),
    RTP_UNKNOWN_SSRC("mediascope_relay_rtp_unknown_ssrc", "packets", "Dropped: no stream has this SSRC"),
    RTP_WRONG_SENDER("mediascope_relay_rtp_wrong_sender", "packets", "Dropped: not from the address its owner proved"),
    RTP_WRONG_PAYLOAD_TYPE("mediascope_relay_rtp_wrong_payload_type", "packets", "Dropped: not the stream's codec"),
    RTP_AUTH_FAILED("mediascope_relay_rtp_auth_failed", "packets", "Dropped: SRTP authentication failed"),
    RTP_REPLAYED("mediascope_relay_rtp_replayed", "packets", "Dropped: SRTP packet seen before"),
    RTP_TOO_OLD("mediascope_relay_rtp_too_old", "packets", "Dropped: SRTP packet older than the replay window"),
    RTP_UNKNOWN_MKI("mediascope_relay_rtp_unknown_mki", "packets", "Dropped: SRTP packet under an unknown key"),
    WEB_UNKNOWN_SSRC(
            "mediascope_relay_web_unknown_ssrc", "packets", "Dropped: of no media section of the WebRTC publisher"),
    WEB_UNROUTED("mediascope_relay_web_unrouted", "packets", "Dropped: of a WebRTC track that the routes do not name"),
    WEB_WRONG_CODEC("mediascope_relay_web_wrong_codec", "packets", "Dropped: not the codec of its WebRTC track"),
    WEB_INDEX_USED(
            "mediascope_relay_web_index_used", "packets", "Dropped: a WebRTC packet that came twice or far too late"),
    WEB_MALFORMED("mediascope_relay_web_malformed", "packets", "Dropped: bad RTP or RTX within a WebRTC connection"),
    WEB_NO_RTX("mediascope_relay_web_no_rtx", "packets", "NACKed by WebRTC receivers that agreed on no RTX"),
    WEB_NO_COMMON_CODEC(
            "mediascope_relay_web_no_common_codec",
            "tracks",
            "Tracks not sent because the WebRTC receiver's section lacks their codec"),
    RTCP_UNKNOWN_SENDER("mediascope_relay_rtcp_unknown_sender", "packets", "Dropped: SRTCP from an unproved address"),
    RTCP_AUTH_FAILED("mediascope_relay_rtcp_auth_failed", "packets", "Dropped: SRTCP authentication or replay failed"),
    RTCP_MALFORMED("mediascope_relay_rtcp_malformed", "packets", "Dropped: not RTCP behind its SRTCP seal"),
    UNKNOWN_SESSION(
            "mediascope_relay_unknown_session", "packets", "Dropped: over the media connection of no participant"),
    QUEUE_FULL("mediascope_relay_queue_full", "packets", "Dropped: the loop's queue from media connections was full"),
    QUEUE_SHARE(
            "mediascope_relay_queue_share",
            "packets",
            "Dropped: the session held its share of the loop's queue from media connections"),
    EGRESS_FULL("mediascope_relay_egress_full", "packets", "Dropped: a socket or shard did not take more"),
    NO_PATH("mediascope_relay_no_path", "packets", "Not sent: the receiver has no path now"),
    CHANNEL_FULL("mediascope_relay_channel_full", "packets", "Not sent: the receiver's media connection was full"),
    FRAMES_SKIPPED("mediascope_relay_frames_skipped", "packets", "Video not sent to receivers behind on TCP"),
    SEND_FAILED("mediascope_relay_send_failed", "sends", "Sends that the system refused"),
    SEGMENTATION_LOST("mediascope_relay_segmentation_lost", "sockets", "Sockets that fell back to plain sends"),
    INTERNAL_ERROR("mediascope_relay_internal_error", "errors", "Unexpected exceptions, logged once a minute");

    private final Metric metric;

    RelayCounter(String name, String unit, String help) {
        metric = Metric.sum(name, unit, help);
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
