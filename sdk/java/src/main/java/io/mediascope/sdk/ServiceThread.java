package io.mediascope.sdk;

import io.netty.channel.EventLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/** Brings what an application asks, on whatever thread, to the service thread. */
final class ServiceThread {
    private ServiceThread() {}

    /** Runs {@code task} there, at once when this is that thread; fails with DISCONNECTED when the thread has ended. */
    static <T> CompletionStage<T> run(EventLoop loop, Supplier<CompletionStage<T>> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Runnable run = () -> task.get().whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
        if (loop.inEventLoop()) {
            run.run();
            return result;
        }
        try {
            loop.execute(run);
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new ScopeException(ErrorCode.DISCONNECTED, "the connection has ended"));
        }
        return result;
    }
}
