package io.mediascope.ops.replay;

import akka.actor.ActorSystem;
import com.typesafe.config.ConfigFactory;

/** A quiet ActorSystem without network, for reading a file as a stream. */
final class StreamsConfiguration {
    private static final String QUIET =
            "akka.loglevel = ERROR, akka.stdout-loglevel = OFF, akka.actor.provider = local, "
                    + "akka.coordinated-shutdown.exit-jvm = off, akka.coordinated-shutdown.run-by-jvm-shutdown-hook = off";

    private StreamsConfiguration() {}

    static ActorSystem start() {
        return ActorSystem.create("replay", ConfigFactory.parseString(QUIET).withFallback(ConfigFactory.load()));
    }
}
