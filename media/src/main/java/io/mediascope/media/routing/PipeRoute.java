package io.mediascope.media.routing;

/**
 * The far end of a pipe: the relay of the same scope on another node, while the scope moves there.
 *
 * @param audioHost literal address of its audio socket
 * @param videoHost literal address of its video socket
 * @param remote the credentials that its Bindings' receiver checks: what this end proves itself with there
 */
public record PipeRoute(String audioHost, int audioPort, String videoHost, int videoPort, StunCredentials remote) {}
