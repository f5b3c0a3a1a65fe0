package io.mediascope.scope.journal;

import io.mediascope.scope.model.ScopeSerializable;

/** A media home as the journal names it. */
public record HomeNode(String address, long uid, String region, String linkHost, int linkPort)
        implements ScopeSerializable {}
