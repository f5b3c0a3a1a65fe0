package io.mediascope.scope.model;

/** A network endpoint: a name or literal address, and a port of 1 to 65535. */
public record HostPort(String host, int port) implements ScopeSerializable {
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
