package io.mediascope.scope.entity;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to the last commands, for their repetitions. */
final class Outcomes {
    private static final int KEPT = 1024;
    private final Map<String, RequestReply> answers = new Recent<>(KEPT);

    @Nullable
    RequestReply of(String commandId) {
        return answers.get(commandId);
    }

    void put(RequestReply reply) {
        answers.put(reply.commandId(), reply);
    }
}
