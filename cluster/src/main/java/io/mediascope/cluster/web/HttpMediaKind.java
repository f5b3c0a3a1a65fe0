package io.mediascope.cluster.web;

/** What an HTTP client does: publish (RFC 9725) or receive. */
public enum HttpMediaKind {
    WHIP("whip"),
    WHEP("whep");

    private final String path;

    HttpMediaKind(String path) {
        this.path = path;
    }

    /** First part of its resources' path, without slashes. */
    public String path() {
        return path;
    }
}
