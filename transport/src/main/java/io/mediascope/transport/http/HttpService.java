package io.mediascope.transport.http;

/** Answers the requests of all connections. */
@FunctionalInterface
public interface HttpService {
    /** Called on the connection's loop; must not block. Whatever it throws is answered with 500. */
    void serve(HttpCall call);
}
