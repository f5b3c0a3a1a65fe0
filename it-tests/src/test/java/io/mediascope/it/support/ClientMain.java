package io.mediascope.it.support;

import io.mediascope.load.NumberedSink;
import io.mediascope.sdk.ScopeDescriptor;
import io.mediascope.sdk.Trust;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A client in a process of its own, for network namespaces: {@code ClientMain LINK FINGERPRINT APPLICATION SCOPE USER TOKEN}.
 * Publishes, then answers each line of input: {@code frames USER TRACK} with {@code frames N GAP_MS}, {@code target} with
 * {@code target BITRATE} of its video, {@code log} with its history and {@code end}; leaves at the end of its input.
 */
public final class ClientMain {
    private ClientMain() {}

    public static void main(String[] arguments) throws Exception {
        ScopeDescriptor.Builder descriptor = ScopeDescriptor.builder(arguments[2], arguments[3])
                .link(arguments[0])
                .trust(Trust.fingerprint(arguments[1]))
                .token(arguments[5]);
        try (TestClient client = new TestClient(arguments[4], descriptor);
                BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            client.joined().publishing();
            System.out.println("ready");
            String line;
            while ((line = in.readLine()) != null) {
                String[] words = line.split(" ");
                if (words[0].equals("frames")) {
                    NumberedSink sink = client.sink(words[1], words[2]);
                    System.out.println("frames " + sink.totals().frames() + " " + sink.longestGapMs());
                    sink.resetGap();
                } else if (words[0].equals("target")) {
                    System.out.println("target " + client.videoTargetBps());
                } else {
                    client.log.forEach(entry -> System.out.println("log " + entry));
                    System.out.println("end");
                }
            }
        }
        System.exit(0);
    }
}
