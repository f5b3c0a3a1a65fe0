package io.mediascope.sdk.link;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

class ResolverAnswerFuzzTest {
    @FuzzTest
    void shouldReadAnEndpointOrNothing(byte[] data) {
        Optional<HostPort> read = HostPort.parse(new String(data, StandardCharsets.UTF_8));
        read.ifPresent(endpoint -> {
            if (endpoint.port() <= 0
                    || endpoint.port() > 65_535
                    || endpoint.host().isBlank()) {
                throw new AssertionError("not an endpoint: " + endpoint);
            }
            if (!HostPort.parse(endpoint.toString()).equals(read)) {
                throw new AssertionError("reads otherwise when written: " + endpoint);
            }
        });
    }
}
