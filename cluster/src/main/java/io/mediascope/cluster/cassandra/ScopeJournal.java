package io.mediascope.cluster.cassandra;

import akka.actor.ActorRef;
import akka.persistence.AtomicWrite;
import akka.persistence.JournalProtocol.DeleteMessagesTo;
import akka.persistence.JournalProtocol.ReplayMessages;
import akka.persistence.JournalProtocol.WriteMessageFailure;
import akka.persistence.JournalProtocol.WriteMessages;
import akka.persistence.JournalProtocol.WriteMessagesFailed;
import akka.persistence.PersistentEnvelope;
import akka.persistence.PersistentRepr;
import akka.persistence.cassandra.journal.CassandraJournal;
import akka.persistence.journal.Tagged;
import com.typesafe.config.Config;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.ScopeEvent.ScopeCreated;
import io.mediascope.scope.journal.ScopeEvent.ScopeDisposed;
import io.mediascope.scope.model.ScopeKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import scala.PartialFunction;
import scala.collection.immutable.Seq;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * The plug-in's journal with two conditions before a write: the row of a life stands before the life's first event, and the process
 * has not been frozen since it last heard a majority of the cluster. What waits for either waits here, and so does everything after
 * it for the same persistence id.
 */
public final class ScopeJournal extends CassandraJournal {
    /** The tags of a last event are written after it, and again only when the scope is woken: its row outlives it by so much. */
    private static final long ROW_AFTER_END_S = 30;

    private final OpenScopeRows rows;
    private final SoleWriter writer;
    private final Executor later = CompletableFuture.delayedExecutor(ROW_AFTER_END_S, TimeUnit.SECONDS);

    /** What waits, by persistence id; the first of each is the write that the others wait for. */
    private final Map<String, Deque<Object>> waiting = new HashMap<>();

    /** The first that waits may go on, or may not. */
    private record Decided(String persistenceId, @Nullable Throwable failure) {}

    public ScopeJournal(Config config, String path) {
        super(config, path);
        rows = SharedSession.Setup.of(context().system()).rows;
        writer = SoleWriter.start(context().system(), self().path());
    }

    @Override
    public void postStop() throws Exception {
        writer.close();
        super.postStop();
    }

    @Override
    public void aroundReceive(PartialFunction<Object, BoxedUnit> receive, Object message) {
        if (message instanceof SoleWriter.Ping) {
            sender().tell(new SoleWriter.Pong(), self());
        } else if (message instanceof Decided decided) {
            goOn(receive, decided);
        } else {
            take(receive, message);
        }
    }

    @Override
    public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
        Future<Seq<Try<BoxedUnit>>> written = super.asyncWriteMessages(messages);
        List<ScopeDisposed> ended = CollectionConverters.asJava(messages).stream()
                .flatMap(write -> events(write, ScopeDisposed.class))
                .toList();
        if (!ended.isEmpty()) {
            FutureConverters.asJava(written)
                    .thenAcceptAsync(
                            done -> ended.forEach(event ->
                                    rows.ended(scope(event), event.header().life())),
                            later);
        }
        return written;
    }

    private void take(PartialFunction<Object, BoxedUnit> receive, Object message) {
        String id = persistenceId(message);
        Deque<Object> before = id == null ? null : waiting.get(id);
        if (before != null) {
            before.add(message);
            return;
        }
        Optional<CompletionStage<?>> condition =
                message instanceof WriteMessages write ? condition(write) : Optional.empty();
        if (id == null || condition.isEmpty()) {
            super.aroundReceive(receive, message);
            return;
        }
        waiting.computeIfAbsent(id, none -> new ArrayDeque<>()).add(message);
        decide(id, condition.get());
    }

    private void decide(String id, CompletionStage<?> condition) {
        ActorRef own = self();
        condition.whenComplete((done, failure) -> own.tell(new Decided(id, failure), ActorRef.noSender()));
    }

    private void goOn(PartialFunction<Object, BoxedUnit> receive, Decided decided) {
        if (decided.failure() == null && !writer.allowed()) {
            decide(decided.persistenceId(), writer.whenAllowed());
            return;
        }
        Deque<Object> released = waiting.remove(decided.persistenceId());
        if (released == null) {
            return;
        }
        WriteMessages first = (WriteMessages) released.remove();
        if (decided.failure() == null) {
            super.aroundReceive(receive, first);
        } else {
            refuse(first, decided.failure());
        }
        released.forEach(message -> take(receive, message));
    }

    /** What the write must wait for; empty = nothing. */
    private Optional<CompletionStage<?>> condition(WriteMessages write) {
        List<ScopeCreated> created = CollectionConverters.asJava(write.messages()).stream()
                .flatMap(envelope -> events(envelope, ScopeCreated.class))
                .toList();
        if (created.isEmpty()) {
            return writer.allowed() ? Optional.empty() : Optional.of(writer.whenAllowed());
        }
        ScopeCreated event = created.get(0);
        return Optional.of(rows.open(scope(event), event.header().life()));
    }

    private void refuse(WriteMessages write, Throwable failure) {
        List<PersistentRepr> messages = CollectionConverters.asJava(write.messages()).stream()
                .flatMap(ScopeJournal::reprs)
                .toList();
        write.persistentActor().tell(new WriteMessagesFailed(failure, messages.size()), self());
        messages.forEach(message -> write.persistentActor()
                .tell(new WriteMessageFailure(message, failure, write.actorInstanceId()), message.sender()));
    }

    private static @Nullable String persistenceId(Object message) {
        if (message instanceof WriteMessages write) {
            return CollectionConverters.asJava(write.messages()).stream()
                    .flatMap(ScopeJournal::reprs)
                    .findFirst()
                    .map(PersistentRepr::persistenceId)
                    .orElse(null);
        } else if (message instanceof ReplayMessages replay) {
            return replay.persistenceId();
        }
        return message instanceof DeleteMessagesTo delete ? delete.persistenceId() : null;
    }

    private static Stream<PersistentRepr> reprs(PersistentEnvelope envelope) {
        return envelope instanceof AtomicWrite write
                ? CollectionConverters.asJava(write.payload()).stream()
                : Stream.empty();
    }

    private static <E extends ScopeEvent> Stream<E> events(PersistentEnvelope envelope, Class<E> type) {
        return reprs(envelope)
                .map(repr -> repr.payload() instanceof Tagged tagged ? tagged.payload() : repr.payload())
                .filter(type::isInstance)
                .map(type::cast);
    }

    private static ScopeKey scope(ScopeEvent event) {
        return new ScopeKey(event.header().applicationId(), event.header().scopeId());
    }
}
