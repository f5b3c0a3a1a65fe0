package io.mediascope.bench.placement;

import io.mediascope.scope.model.Coordinates;

/** A place with nodes. */
record Region(String name, Coordinates at) {}
