package io.mediascope.cluster.web;

/**
 * Which track travels in a media section.
 *
 * @param userId empty = the client's own
 */
public record WebTrack(String mid, String userId, String trackId) {}
