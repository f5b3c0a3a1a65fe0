package io.mediascope.cluster.history;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import io.mediascope.scope.history.PublicEvent;

/** Reads persisted events. A source can be run any number of times; run it on any ActorSystem. */
public interface EventHistory {
    /**
     * The events asked for, those of one scope in the order of their sequence numbers, those of several in the order they were
     * persisted. Ends when all were read, unless the query follows.
     */
    Source<PublicEvent, NotUsed> events(HistoryQuery query);
}
