package io.mediascope.sdk.examples;

import io.mediascope.sdk.Mediascope;
import io.mediascope.sdk.RemoteTrack;
import io.mediascope.sdk.ScopeConnection;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.ScopeListener;
import io.mediascope.sdk.Trust;

/** Joins a scope, counts the bytes of every track, greets everybody. Arguments: resolver application scope token fingerprint. */
public final class HelloScope implements ScopeListener {
    public static void main(String[] args) {
        ScopeDescriptor descriptor = ScopeDescriptor.builder(args[1], args[2])
                .resolvers(args[0])
                .token(args[3])
                .trust(Trust.fingerprint(args[4]))
                .build();
        ScopeConnection connection = Mediascope.connect(descriptor, new HelloScope());
        connection.sendMessage(null, "chat", "hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        connection.closed().toCompletableFuture().join();
    }

    @Override
    public void trackPublished(RemoteTrack track) {
        track.attach(frame -> System.out.println(track.userId() + " " + track.kind() + " " + frame.data().length));
    }
}
