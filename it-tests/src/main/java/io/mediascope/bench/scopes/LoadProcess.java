package io.mediascope.bench.scopes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.mediascope.ops.node.ChildJvm;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A {@link ScopeLoad} in a process of its own: one process may not have as many files open as all links together need. Each line to it is
 * an order, each line back its outcome.
 */
final class LoadProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEAP = "384m";
    private static final String JOIN = "join";
    private static final String LEAVE = "leave";

    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;

    private LoadProcess(Process process) {
        this.process = process;
        this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
    }

    /** @param command the command line's class and what makes it call {@link #serve} */
    static LoadProcess start(List<String> command, LoadOrder order) throws IOException {
        LoadProcess load = new LoadProcess(
                new ProcessBuilder(ChildJvm.node(command.get(0), HEAP, command.subList(1, command.size())))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start());
        load.say(JSON.writeValueAsString(order));
        return load;
    }

    /** The other side: obeys until there are no more orders. */
    static void serve(Reader in, Appendable out) throws IOException, InterruptedException {
        BufferedReader lines = new BufferedReader(in);
        try (ScopeLoad load = new ScopeLoad(JSON.readValue(lines.readLine(), LoadOrder.class))) {
            for (String order = lines.readLine(); order != null; order = lines.readLine()) {
                Object outcome = order.equals(JOIN) ? load.join() : load.leave();
                out.append(JSON.writeValueAsString(outcome)).append('\n');
            }
        }
    }

    long pid() {
        return process.pid();
    }

    CompletableFuture<LoadOrder.Joined> join() {
        return CompletableFuture.supplyAsync(() -> ask(JOIN, LoadOrder.Joined.class));
    }

    CompletableFuture<LoadOrder.Left> leave() {
        return CompletableFuture.supplyAsync(() -> ask(LEAVE, LoadOrder.Left.class));
    }

    private <T> T ask(String order, Class<T> outcome) {
        try {
            say(order);
            String line = answers.readLine();
            if (line == null) {
                throw new EOFException("a generating process has ended");
            }
            return JSON.readValue(line, outcome);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void say(String line) throws IOException {
        orders.append(line).append('\n').flush();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
    }
}
