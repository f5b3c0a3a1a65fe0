package io.mediascope.transport.door;

import io.mediascope.transport.counters.Counted;
import io.mediascope.transport.counters.Metric;

/** What the front door counts. */
public enum DoorCounter implements Counted {
    ACCEPTED("mediascope_door_accepted_connections", "connections", "TCP connections accepted"),
    HALF_OPEN(Metric.gauge("mediascope_door_half_open", "connections", "connections that nobody has authenticated")),
    LINKS(Metric.gauge("mediascope_door_links", "links", "management links, authenticated or not")),
    MEDIA_CONNECTIONS(Metric.gauge("mediascope_door_media_connections", "connections", "accepted media connections")),
    LINKS_OPENED("mediascope_door_links_opened", "links", "management links opened"),
    MEDIA_OPENED("mediascope_door_media_opened", "connections", "media connections accepted"),
    HALF_OPEN_EVICTED(
            "mediascope_door_half_open_evicted", "connections", "oldest half-open connections closed for newer ones"),
    ACCEPT_RATE_REFUSED(
            "mediascope_door_accept_rate_refused", "connections", "connections over their source's accept rate"),
    FIRST_BYTES_UNKNOWN(
            "mediascope_door_first_bytes_unknown", "connections", "connections that are neither TLS nor ICE-TCP"),
    ICE_TCP_UNSERVED("mediascope_door_ice_tcp_unserved", "connections", "ICE-TCP connections that nobody serves"),
    HTTP_UNSERVED("mediascope_door_http_unserved", "connections", "HTTP connections that nobody serves"),
    HTTP_REQUESTS("mediascope_door_http_requests", "requests", "HTTP requests received, WebSocket handshakes included"),
    HTTP_PLAIN(Metric.gauge(
            "mediascope_door_http_plain", "connections", "HTTP connections without TLS, WebSockets left out")),
    HTTP_PLAIN_EVICTED(
            "mediascope_door_http_plain_evicted",
            "connections",
            "HTTP connections without TLS, idle for longest, closed for newer ones"),
    HTTP_TOO_SLOW(
            "mediascope_door_http_too_slow", "connections", "HTTP connections closed for a request that took too long"),
    HTTP_TOO_MANY(
            "mediascope_door_http_too_many",
            "connections",
            "HTTP connections closed because too many requests waited behind one another"),
    WEB_SOCKETS_OPENED("mediascope_door_web_sockets_opened", "links", "management links opened over a WebSocket"),
    TLS_FAILED("mediascope_door_tls_failed", "connections", "TLS handshakes that failed"),
    ALPN_MISSING("mediascope_door_alpn_missing", "connections", "TLS connections without an ALPN protocol"),
    AUTH_TIMEOUT("mediascope_door_auth_timeout", "connections", "connections closed for not authenticating in time"),
    WRONG_STATE("mediascope_door_wrong_state", "messages", "messages before authentication that may not come there"),
    MESSAGES_RECEIVED("mediascope_door_messages_received", "messages", "link messages received"),
    MESSAGES_SENT("mediascope_door_messages_sent", "messages", "link messages sent"),
    MESSAGES_UNSENT(
            "mediascope_door_messages_unsent", "messages", "link messages dropped because the link was closing"),
    UNKNOWN_MESSAGE(
            "mediascope_door_unknown_message", "messages", "messages of a kind that this version does not know"),
    MALFORMED("mediascope_door_malformed", "connections", "connections closed for bytes that are no message"),
    TOO_LARGE("mediascope_door_too_large", "connections", "connections closed for a message over the size limit"),
    FLOOD("mediascope_door_flood", "connections", "connections closed for sending too much"),
    SLOW_READER("mediascope_door_slow_reader", "connections", "connections closed because the peer did not read"),
    SLOW_SENDER("mediascope_door_slow_sender", "connections", "connections closed for a message that took too long"),
    SILENT("mediascope_door_silent", "connections", "connections closed after silence"),
    IO_ERROR("mediascope_door_io_error", "connections", "connections that broke"),
    HANDLER_FAILED("mediascope_door_handler_failed", "connections", "connections closed because their handler threw"),
    MEDIA_TICKET_REFUSED("mediascope_door_media_ticket_refused", "connections", "media connections with a bad ticket"),
    MEDIA_PACKETS_RECEIVED(
            "mediascope_door_media_packets_received", "packets", "packets received over media connections"),
    MEDIA_PACKETS_LIMITED(
            "mediascope_door_media_packets_limited",
            "packets",
            "packets dropped because a media connection brought more than a client may send"),
    MEDIA_PACKETS_SENT("mediascope_door_media_packets_sent", "packets", "packets sent over media connections"),
    MEDIA_BYTES_RECEIVED(
            "mediascope_door_media_received_bytes", "bytes", "bytes of packets received over media connections"),
    MEDIA_BYTES_SENT("mediascope_door_media_sent_bytes", "bytes", "bytes of packets sent over media connections"),
    MEDIA_QUEUE_FULL(
            "mediascope_door_media_queue_full", "packets", "packets dropped because a media connection was behind"),
    MEDIA_UNSENT("mediascope_door_media_unsent", "packets", "packets dropped because a media connection had closed");

    private final Metric metric;

    DoorCounter(String name, String unit, String help) {
        metric = Metric.sum(name, unit, help);
    }

    DoorCounter(Metric metric) {
        this.metric = metric;
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
