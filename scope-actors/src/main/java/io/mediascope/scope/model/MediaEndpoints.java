package io.mediascope.scope.model;

import java.util.List;

/** The UDP endpoints of the loop that a relay lives on, best first. */
public record MediaEndpoints(List<HostPort> audio, List<HostPort> video, List<HostPort> mux)
        implements ScopeSerializable {}
