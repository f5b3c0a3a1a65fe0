package io.mediascope.cluster.history;

import akka.NotUsed;
import akka.actor.typed.ActorSystem;
import akka.persistence.cassandra.query.javadsl.CassandraReadJournal;
import akka.persistence.jdbc.query.javadsl.JdbcReadJournal;
import akka.persistence.query.EventEnvelope;
import akka.persistence.query.Offset;
import akka.persistence.query.PersistenceQuery;
import akka.persistence.query.Sequence;
import akka.persistence.query.TimeBasedUUID;
import akka.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.CurrentEventsByTagQuery;
import akka.persistence.query.javadsl.EventsByPersistenceIdQuery;
import akka.persistence.query.javadsl.EventsByTagQuery;
import akka.stream.javadsl.Source;
import io.mediascope.scope.entity.MediaScope;
import io.mediascope.scope.history.PublicEvent;
import io.mediascope.scope.model.ScopeKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/**
 * Events by way of the journal's read side: one scope by its persistence id, all scopes by merging the tags of every slice in the
 * order of the journal's own numbers or, where it has none, of the times of writing.
 */
public final class JournalHistory implements EventHistory {
    private final ReadJournal journal;

    private JournalHistory(ReadJournal journal) {
        this.journal = journal;
    }

    /** @param system whose journal is an H2 file */
    public static JournalHistory embedded(ActorSystem<?> system) {
        JdbcReadJournal queries = PersistenceQuery.get(system.classicSystem())
                .getReadJournalFor(JdbcReadJournal.class, JdbcReadJournal.Identifier());
        return new JournalHistory(new ReadJournal(queries, queries, queries, queries, JournalHistory::number));
    }

    /** @param system whose journal is Cassandra */
    public static JournalHistory cassandra(ActorSystem<?> system) {
        CassandraReadJournal queries = PersistenceQuery.get(system.classicSystem())
                .getReadJournalFor(CassandraReadJournal.class, CassandraReadJournal.Identifier());
        return new JournalHistory(new ReadJournal(
                queries,
                queries,
                queries,
                queries,
                envelope -> envelope.offset() instanceof TimeBasedUUID time
                        ? time.value().timestamp()
                        : 0));
    }

    /**
     * What a journal's plug-in can be asked.
     *
     * @param order of the events of different scopes
     */
    private record ReadJournal(
            CurrentEventsByPersistenceIdQuery currentScopes,
            EventsByPersistenceIdQuery scopes,
            CurrentEventsByTagQuery currentTags,
            EventsByTagQuery tags,
            ToLongFunction<EventEnvelope> order) {}

    @Override
    public Source<PublicEvent, NotUsed> events(HistoryQuery query) {
        if (query.scopeId().isPresent()) {
            ScopeKey scope = new ScopeKey(
                    query.applicationId().orElseThrow(), query.scopeId().get());
            Source<PublicEvent, NotUsed> events =
                    ofScope(scope, query.follow()).map(envelope -> EventMapping.of(envelope.event()));
            // Time never goes back within one scope.
            return events.filter(event -> !isBefore(event, query)).takeWhile(event -> !isAfter(event, query));
        }
        return ofAll(query.follow())
                .map(envelope -> EventMapping.of(envelope.event()))
                .filter(event -> query.applicationId().isEmpty()
                        || query.applicationId().get().equals(event.applicationId()))
                .filter(event -> !isBefore(event, query) && !isAfter(event, query));
    }

    private static boolean isBefore(PublicEvent event, HistoryQuery query) {
        return query.from().filter(from -> event.time().isBefore(from)).isPresent();
    }

    private static boolean isAfter(PublicEvent event, HistoryQuery query) {
        return query.to().filter(to -> !event.time().isBefore(to)).isPresent();
    }

    private Source<EventEnvelope, NotUsed> ofScope(ScopeKey scope, boolean follow) {
        String id = MediaScope.persistenceId(scope);
        return Source.lazySource(() -> {
                    AtomicLong last = new AtomicLong();
                    Source<EventEnvelope, NotUsed> past = journal.currentScopes()
                            .currentEventsByPersistenceId(id, 0, Long.MAX_VALUE)
                            .map(Optional::of)
                            .concat(Source.single(OneWriter.END))
                            .statefulMapConcat(OneWriter::new)
                            .filter(envelope -> isNext(last, envelope));
                    return follow ? past.concatLazy(Source.lazySource(() -> live(id, last))) : past;
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    /** Of two rows of one number the first is shown: nobody can wait for the second. */
    private Source<EventEnvelope, NotUsed> live(String id, AtomicLong last) {
        return journal.scopes()
                .eventsByPersistenceId(id, last.get() + 1, Long.MAX_VALUE)
                .filter(envelope -> isNext(last, envelope));
    }

    private static boolean isNext(AtomicLong last, EventEnvelope envelope) {
        return last.getAndAccumulate(envelope.sequenceNr(), Math::max) < envelope.sequenceNr();
    }

    private Source<EventEnvelope, NotUsed> ofAll(boolean follow) {
        return Source.lazySource(() -> {
                    Map<String, Offset> reached = new HashMap<>();
                    Source<EventEnvelope, NotUsed> past = past(reached);
                    Source<EventEnvelope, NotUsed> all =
                            follow ? past.concatLazy(Source.lazySource(() -> live(reached))) : past;
                    return all.statefulMapConcat(Resequencer::new);
                })
                .mapMaterializedValue(started -> NotUsed.getInstance());
    }

    /** What is there now, in the journal's order; notes how far each tag was read. */
    private Source<EventEnvelope, NotUsed> past(Map<String, Offset> reached) {
        Source<EventEnvelope, NotUsed> merged = Source.empty();
        for (String tag : tags()) {
            Source<EventEnvelope, NotUsed> tagged = journal.currentTags()
                    .currentEventsByTag(tag, Offset.noOffset())
                    .map(envelope -> {
                        synchronized (reached) {
                            reached.put(tag, envelope.offset());
                        }
                        return envelope;
                    });
            merged = merged.mergeSorted(tagged, Comparator.comparingLong(journal.order()));
        }
        return merged;
    }

    private Source<EventEnvelope, NotUsed> live(Map<String, Offset> reached) {
        Source<EventEnvelope, NotUsed> merged = Source.empty();
        for (String tag : tags()) {
            Offset from;
            synchronized (reached) {
                from = reached.getOrDefault(tag, Offset.noOffset());
            }
            merged = merged.merge(journal.tags().eventsByTag(tag, from));
        }
        return merged;
    }

    private static long number(EventEnvelope envelope) {
        return envelope.offset() instanceof Sequence sequence ? sequence.value() : 0;
    }

    private static List<String> tags() {
        List<String> tags = new ArrayList<>();
        for (int slice = 0; slice < MediaScope.SLICES; slice++) {
            tags.add("scope-" + slice);
            tags.add("quality-" + slice);
        }
        return tags;
    }
}
