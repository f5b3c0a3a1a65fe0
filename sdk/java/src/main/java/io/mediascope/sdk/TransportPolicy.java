package io.mediascope.sdk;

/** Which ways media may take. */
public enum TransportPolicy {
    /** UDP where it works, TLS over TCP where it does not, peer to peer where the scope decides so. */
    AUTO,
    /** UDP only: without a working UDP path no media flows. */
    UDP,
    /** TLS over TCP only; UDP is never tried. */
    TCP
}
