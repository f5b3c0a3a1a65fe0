package io.mediascope.scope.entity;

import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ScopeKey;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A line for each joining, leaving, change of transport and of topology, with the ids as context. */
final class EventLog {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private EventLog() {}

    static void write(ScopeKey scope, List<ScopeEvent> events) {
        if (events.isEmpty() || !LOG.isInfoEnabled()) {
            return;
        }
        MDC.put("applicationId", scope.applicationId());
        MDC.put("scopeId", scope.scopeId());
        events.forEach(EventLog::write);
        MDC.remove("applicationId");
        MDC.remove("scopeId");
    }

    private static void write(ScopeEvent event) {
        if (event instanceof ScopeEvent.ParticipantJoined e) {
            write(e.userId(), "Joined");
        } else if (event instanceof ScopeEvent.ParticipantReconnected e) {
            write(e.userId(), "Reconnected");
        } else if (event instanceof ScopeEvent.ParticipantLeft e) {
            write(e.userId(), "Left: " + e.reason());
        } else if (event instanceof ScopeEvent.TransportChanged e) {
            write(e.userId(), "Transport: audio " + e.audio() + ", video " + e.video());
        } else if (event instanceof ScopeEvent.TopologyChanged e) {
            LOG.info("Topology {}: {}", e.topology(), e.reason());
        }
    }

    private static void write(String userId, String line) {
        MDC.put("userId", userId);
        LOG.info("{}", line);
        MDC.remove("userId");
    }
}
