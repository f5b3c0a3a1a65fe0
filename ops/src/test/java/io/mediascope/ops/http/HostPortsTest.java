package io.mediascope.ops.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mediascope.scope.model.HostPort;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortsTest {
    @Test
    void shouldReadNamesAndAddresses() {
        assertThat(HostPorts.parse("node-1.example:7443")).isEqualTo(new HostPort("node-1.example", 7443));
        assertThat(HostPorts.parse("[2001:db8::1]:1")).isEqualTo(new HostPort("2001:db8::1", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:0", "host:65536", ":1", "a b:1", "2001:db8::1:1", "host:99999999"})
    void shouldRefuseOthers(String text) {
        assertThatThrownBy(() -> HostPorts.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
