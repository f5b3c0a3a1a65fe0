package io.mediascope.scope.model;

/**
 * A node as scopes know it.
 *
 * @param address Akka address, for instance {@code akka://mediascope@127.0.0.1:25520}
 * @param uid the ActorSystem's uid: another one means that the node restarted empty
 * @param region name of the place it stands in
 * @param linkHost where clients reach its front door
 */
public record NodeRef(String address, long uid, String region, String linkHost, int linkPort)
        implements ScopeSerializable {}
