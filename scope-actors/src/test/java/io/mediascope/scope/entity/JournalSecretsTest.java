package io.mediascope.scope.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.FrozenBytes;
import io.mediascope.scope.journal.ScopeEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who reads the journal cannot listen in, nor resume anybody's link. */
class JournalSecretsTest {
    private final ScopeFixture f = new ScopeFixture();

    @AfterEach
    void close() {
        f.close();
    }

    @Test
    void shouldPersistNeitherSecretsNorKeysNorTickets() {
        JoinReply.Admitted a = f.join("ann")
                .command("x", "j1")
                .tracks(ScopeFixture.video("cam"), ScopeFixture.audio("mic"))
                .admitted();
        f.ready(a);
        JoinReply.Admitted b = f.in("bob");
        f.onUdp(a);
        f.onUdp(b);
        f.pass(Duration.ofSeconds(6));
        ClientMessage.P2pStart direct = f.told(a.sessionId(), ClientMessage.P2pStart.class);
        List<byte[]> secrets = secrets();
        secrets.add(direct.local().password().getBytes(StandardCharsets.UTF_8));
        secrets.add(direct.rtcp().clientToNode().masterKey());
        byte[] ticket = "ticket-x".getBytes(StandardCharsets.UTF_8);
        JoinReply.Admitted back =
                f.join("ann").command("y", "j2").presenting(ticket).admitted();
        f.ready(back);
        f.settle();
        secrets.addAll(secrets());
        secrets.add(ticket);
        secrets.add("ticket-y".getBytes(StandardCharsets.UTF_8));
        assertThat(secrets).hasSizeGreaterThan(20);

        FrozenBytes bytes = new FrozenBytes(f.kit.system(), "v1");
        ScopeState state = ScopeState.empty(ScopeFixture.KEY);
        for (ScopeEvent event : f.events()) {
            clean(bytes.write(event), secrets, event);
            state = state.apply(event);
        }
        clean(bytes.write(state), secrets, state);
    }

    private List<byte[]> secrets() {
        List<byte[]> all = new ArrayList<>();
        all.add(f.relay().secret);
        for (RouteParticipant p : f.relay().routes.participants().values()) {
            all.add(p.stun().password().getBytes(StandardCharsets.UTF_8));
            add(all, p.rtcp().clientToNode());
            add(all, p.rtcp().nodeToClient());
            p.publishes().forEach(s -> s.keys().forEach(k -> add(all, k)));
        }
        return all;
    }

    private static void add(List<byte[]> all, SrtpKey key) {
        all.add(key.masterKey());
        all.add(key.masterSalt());
    }

    private static void clean(byte[] written, List<byte[]> secrets, Object what) {
        String text = new String(written, StandardCharsets.ISO_8859_1);
        for (byte[] secret : secrets) {
            assertThat(text)
                    .as(what.toString())
                    .doesNotContain(new String(secret, StandardCharsets.ISO_8859_1))
                    .doesNotContain(HexFormat.of().formatHex(secret))
                    .doesNotContain(Base64.getEncoder().withoutPadding().encodeToString(secret))
                    .doesNotContain(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        }
    }
}
