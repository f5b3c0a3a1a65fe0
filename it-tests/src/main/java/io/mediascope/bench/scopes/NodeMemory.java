package io.mediascope.bench.scopes;

/** @param scopes whose relays are on the node */
record NodeMemory(int scopes, int links, long heapBytes, long residentBytes) {}
