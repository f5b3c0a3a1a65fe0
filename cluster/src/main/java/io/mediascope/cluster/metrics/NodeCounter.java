package io.mediascope.cluster.metrics;

import io.mediascope.transport.counters.Counted;
import io.mediascope.transport.counters.Metric;

/** What a node counts besides its front door and its relay loops. */
public enum NodeCounter implements Counted {
    LINKS_AUTHENTICATED("mediascope_node_links_authenticated", "links", "Links whose join token was good"),
    LINKS_REFUSED("mediascope_node_links_refused", "links", "Links refused before a session was made"),
    JOINS_ADMITTED("mediascope_node_admitted", "joins", "Joins that were answered with a welcome"),
    JOINS_RESUMED("mediascope_node_resumed", "joins", "Participants who came back with their ticket"),
    JOINS_REFUSED("mediascope_node_refused", "joins", "Joins that the scope refused"),
    BAD_REQUESTS("mediascope_node_bad_requests", "messages", "Client messages refused as malformed"),
    CLIENT_REQUESTS("mediascope_node_client_requests", "messages", "Client messages given to sessions"),
    MEDIA_TICKETS_ISSUED("mediascope_node_media_tickets_issued", "tickets", "Tickets for media connections given out"),
    MEDIA_TICKETS_REFUSED(
            "mediascope_node_media_tickets_refused", "tickets", "Media connections with an unknown or used ticket"),
    WEB_SESSIONS("mediascope_web_sessions_opened", "sessions", "Browsers' sessions that were given peer connections"),
    WEB_OFFERS_ANSWERED("mediascope_web_offers_answered", "offers", "Offers of browsers that were answered"),
    WEB_OFFERS_SENT("mediascope_web_offers_sent", "offers", "Offers to browsers"),
    WEB_OFFERS_REFUSED("mediascope_web_offers_refused", "descriptions", "Descriptions of browsers that were refused"),
    WEB_ICE_RESTARTS("mediascope_web_ice_negotiated", "restarts", "ICE restarts agreed on, whoever asked for them"),
    WEB_TRACKS_LEFT_OUT(
            "mediascope_web_tracks_left_out",
            "tracks",
            "Tracks not sent to a browser that does not decode their codec"),
    WEB_TRACKS_UNSERVED(
            "mediascope_web_tracks_unserved", "tracks", "Tracks for which a browser's connection had no section left"),
    WHIP_SESSIONS("mediascope_whip_sessions_opened", "sessions", "WHIP clients let in"),
    WHEP_SESSIONS("mediascope_whep_sessions_opened", "sessions", "WHEP clients let in"),
    HTTP_MEDIA_REFUSED("mediascope_http_media_refused", "requests", "WHIP and WHEP offers that were refused"),
    HTTP_MEDIA_MOVED(
            "mediascope_http_media_moved", "sessions", "WHIP and WHEP sessions that ended because their scope moved"),
    RESOLVES("mediascope_node_resolves", "requests", "Questions for a scope's node"),
    RESOLVES_LIMITED("mediascope_node_resolves_limited", "requests", "Questions answered without asking the scope"),
    RESOLVES_REFUSED("mediascope_node_resolves_refused", "requests", "Questions refused"),
    PLACED_BETTER_OF_TWO(
            "mediascope_placement_better_of_two", "relays", "Relays placed on the less loaded of two random nodes"),
    PLACED_ONLY_NODE("mediascope_placement_only_node", "relays", "Relays placed where there was no choice"),
    PLACED_OWN_NODE(
            "mediascope_placement_own_node",
            "relays",
            "Relays placed on the actor's own node because others were much fuller"),
    PLACED_CROWDED("mediascope_placement_crowded", "relays", "Relays placed on a node with little room: none was free"),
    PLACED_NOWHERE("mediascope_placement_nowhere", "requests", "Placements for which no node was eligible"),
    PLACED_FARTHER("mediascope_placement_farther", "relays", "Relays placed outside of the closest region"),
    REHOMINGS_CAPPED(
            "mediascope_placement_rehomings_capped",
            "relays",
            "Re-homings for which a node had taken its part of the second"),
    REBALANCES_ASKED(
            "mediascope_rebalance_asked", "relays", "Relays that were asked to leave this node because of its load"),
    REBALANCES_REFUSED("mediascope_rebalance_refused", "relays", "Relays whose scope did not move them then"),
    REBALANCES_NOWHERE(
            "mediascope_rebalance_nowhere", "times", "This node had too much load and no other one had less"),
    RELAYS_OPENED("mediascope_agent_relays_opened", "relays", "Relays opened"),
    RELAYS_CLOSED("mediascope_agent_relays_closed", "relays", "Relays closed by their scope"),
    RELAYS_SILENT("mediascope_agent_relays_silent", "relays", "Relays closed because nobody was there"),
    RELAYS_REFUSED("mediascope_agent_relays_refused", "relays", "Relays refused because the node was full"),
    STALE_COMMANDS("mediascope_agent_stale_commands", "commands", "Commands of a scope's actor with an old token"),
    ROUTES_APPLIED("mediascope_agent_routes_applied", "changes", "Routing changes in force on a relay loop"),
    ROUTES_RESYNCED("mediascope_agent_routes_resynced", "changes", "Routing changes that did not fit"),
    DELIVERIES("mediascope_agent_deliveries", "messages", "Messages of scopes given to sessions"),
    DELIVERIES_DROPPED("mediascope_agent_deliveries_dropped", "messages", "Messages whose session's link was over"),
    DATA_MESSAGES("mediascope_agent_data_messages", "messages", "Data messages of clients, each sender's once"),
    DATA_BYTES("mediascope_agent_data", "bytes", "Payload of data messages of clients");

    private final Metric metric;

    NodeCounter(String name, String unit, String help) {
        metric = Metric.sum(name, unit, help);
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
