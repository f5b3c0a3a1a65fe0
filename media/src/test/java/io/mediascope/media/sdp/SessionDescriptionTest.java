package io.mediascope.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionDescriptionTest {
    private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";

    @Test
    void shouldPassOverWhatItDoesNotKnow() throws SdpException {
        SessionDescription read = SessionDescription.parse(
                HEAD.replace("\r", "")
                        + "i=an information\nb=AS:5000\nz=0 0\na=x-own:1:2\nm=audio 9/2 UDP/TLS/RTP/SAVPF 0\ni=title\nk=clear:x\na=flag\n\n");
        assertThat(read.sessionId()).isEqualTo("1");
        assertThat(read.version()).isEqualTo("2");
        assertThat(read.attribute("x-own").orElseThrow().value()).isEqualTo("1:2");
        assertThat(read.sections()).singleElement().satisfies(section -> {
            assertThat(section.port()).isEqualTo(9);
            assertThat(section.line()).isEqualTo(9);
            assertThat(section.direction()).isEqualTo(Direction.SENDRECV);
            assertThat(section.attribute("flag").orElseThrow().value()).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|x",
                "1|o=- 1 2 IN IP4 0",
                "1|v=1",
                "5|M=audio",
                "5|audio",
                "5|a",
                "5|a=",
                "5|a=:x",
                "5|m=audio 9",
                "5|m=audio x P 1",
                "5|m=audio 65536 P 1",
                "5|m=audio 9  1",
                "5|o=- x 2 IN IP4 0",
                "5|o=- 1 2"
            })
    void shouldSayWhichLineIsWrong(int line, String text) {
        String sdp = line == 1 ? text + "\r\n" : HEAD + text + "\r\n";
        assertThatThrownBy(() -> SessionDescription.parse(sdp)).isInstanceOfSatisfying(SdpException.class, e -> {
            assertThat(e.line()).isEqualTo(line);
            assertThat(e.reason()).isEqualTo(SdpException.Reason.MALFORMED);
            assertThat(e).hasMessageStartingWith("line " + line + ": ");
        });
    }

    @Test
    void shouldRefuseWhatIsTooMuch() {
        String section = "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\n";
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + section.repeat(65)))
                .hasMessageContaining("64 media sections");
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + "a=x\r\n".repeat(30_000)))
                .hasMessageContaining("128 KiB");
        assertThatThrownBy(() -> SessionDescription.parse(HEAD + "a=" + "x".repeat(9000)))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> SessionDescription.parse("")).hasMessageContaining("empty");
        assertThatThrownBy(() -> SessionDescription.parse("v=0\r\n")).hasMessageContaining("o=");
    }

    @Test
    void shouldReadAndWriteTrickleFragments() throws SdpException {
        TrickleFragment read = TrickleFragment.parse(
                "a=ice-ufrag:EsAw\r\na=ice-pwd:bP+XJMM09aR8AiX1jdukzR6Y\r\n"
                        + "m=audio 9 RTP/AVP 0\r\na=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 1 typ host\r\na=end-of-candidates\r\n");
        assertThat(read.ice().orElseThrow().ufrag()).isEqualTo("EsAw");
        assertThat(read.endOfCandidates()).isTrue();
        assertThat(TrickleFragment.parse("m=audio 9 RTP/AVP 0\r\na=mid:0\r\n").ice())
                .isEmpty();
        assertThatThrownBy(() -> TrickleFragment.parse("a=ice-ufrag:EsAw\r\n")).isInstanceOf(SdpException.class);
        String written = TrickleFragment.write(Sdps.LOCAL, "0", "audio");
        assertThat(TrickleFragment.parse(written).ice()).contains(Sdps.LOCAL.ice());
        assertThat(written.lines()).contains("a=ice-lite", "a=candidate:1 1 udp 16785407 192.0.2.1 5000 typ host");
    }

    @Test
    void shouldMakeTokensOfIds() {
        assertThat(Token.msid("alice-1")).isEqualTo("alice-1");
        assertThat(Token.msid("a b%\u00e9")).isEqualTo("a%20b%25%C3%A9");
        assertThat(Token.msid("x".repeat(100))).hasSize(64).isNotEqualTo(Token.msid("x".repeat(101)));
        assertThat(Token.msid("")).isEqualTo("-");
    }
}
