package io.mediascope.media.routing;

import org.jspecify.annotations.Nullable;

/**
 * The far end of a pipe: the relay of the same scope on another node, while the scope moves there.
 *
 * @param audioHost literal address of its audio socket
 * @param videoHost literal address of its video socket
 * @param remote the credentials that its Bindings' receiver checks: what this end proves itself with there
 * @param node address of its node; null from a version that did not tell it
 * @param onward true at the relay that is left: the far one is where the scope goes
 */
public record PipeRoute(
        String audioHost,
        int audioPort,
        String videoHost,
        int videoPort,
        StunCredentials remote,
        @Nullable String node,
        boolean onward) {}
