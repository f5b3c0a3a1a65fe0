package io.mediascope.cluster.cassandra;

import akka.actor.ActorSystem;
import akka.stream.alpakka.cassandra.CqlSessionProvider;
import com.datastax.oss.driver.api.core.CqlSession;
import com.typesafe.config.Config;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;

/** Gives the journal's plug-in the node's own session. The plug-in makes it by its name. */
public final class SharedSession implements CqlSessionProvider {
    private final CqlSession session;

    /** Hands the session to an ActorSystem. */
    static final class Setup extends akka.actor.setup.Setup {
        final CqlSession session;
        final OpenScopeRows rows;

        Setup(CqlSession session, OpenScopeRows rows) {
            this.session = session;
            this.rows = rows;
        }

        static Setup of(ActorSystem system) {
            return system.settings()
                    .setup()
                    .get(Setup.class)
                    .orElseThrow(() -> new IllegalStateException("the ActorSystem was started without a session"));
        }
    }

    /** @param config the plug-in's; the session was made by the node's settings */
    public SharedSession(ActorSystem system, Config config) {
        this.session = Setup.of(system).session;
    }

    @Override
    public Future<CqlSession> connect(ExecutionContext executor) {
        return Future$.MODULE$.successful(session);
    }
}
