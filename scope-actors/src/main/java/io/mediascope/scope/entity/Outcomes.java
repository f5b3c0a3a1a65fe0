package io.mediascope.scope.entity;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answers to the last commands, for their repetitions. */
final class Outcomes {
    private static final int KEPT = 1024;
    private final Map<String, RequestReply> answers = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RequestReply> eldest) {
            return size() > KEPT;
        }
    };

    @Nullable
    RequestReply of(String commandId) {
        return answers.get(commandId);
    }

    void put(RequestReply reply) {
        answers.put(reply.commandId(), reply);
    }
}
