package io.mediascope.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsIdentityTest {
    @TempDir
    Path folder;

    @Test
    void shouldMakeAnIdentityOnceAndKeepIt() throws IOException {
        TlsIdentity made = TlsIdentity.selfSigned(folder.resolve("data"));
        Path key = folder.resolve("data").resolve(SelfSigned.KEY_FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(made.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
        assertThat(made.certificateChain().get(0).getPublicKey().getAlgorithm()).isEqualTo("EC");
        assertThat(TlsIdentity.selfSigned(folder.resolve("data")).fingerprint()).isEqualTo(made.fingerprint());
        assertThat(made.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void shouldStartAnewAfterAStartThatWasCutOff() throws IOException {
        Files.writeString(folder.resolve(SelfSigned.KEY_FILE), "half");
        assertThat(TlsIdentity.selfSigned(folder).fingerprint()).isNotEmpty();
    }

    @Test
    void shouldNotReplaceALostKey() throws IOException {
        TlsIdentity.selfSigned(folder);
        Files.delete(folder.resolve(SelfSigned.KEY_FILE));
        assertThatThrownBy(() -> TlsIdentity.selfSigned(folder))
                .isInstanceOf(TlsException.class)
                .hasMessageContaining("is gone");
    }

    @Test
    void shouldReadPemFilesAndSayWhatIsWrong() throws Exception {
        TlsIdentity made = TlsIdentity.selfSigned(folder);
        Path certificate = folder.resolve(SelfSigned.CERTIFICATE_FILE);
        Path key = folder.resolve(SelfSigned.KEY_FILE);
        assertThat(TlsIdentity.fromPem(certificate, key).fingerprint()).isEqualTo(made.fingerprint());
        assertThatThrownBy(() -> TlsIdentity.fromPem(folder.resolve("none"), key))
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> TlsIdentity.fromPem(key, key)).hasMessageContaining("BEGIN CERTIFICATE");
        assertThatThrownBy(() -> TlsIdentity.fromPem(certificate, certificate)).hasMessageContaining("private key");
        assertThatThrownBy(() -> TlsIdentity.fromPem(certificate, otherKey("EC")))
                .hasMessageContaining("does not belong to");
        assertThatThrownBy(() -> TlsIdentity.fromPem(certificate, otherKey("RSA")))
                .hasMessageContaining("does not fit");
    }

    private Path otherKey(String algorithm) throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        return Files.writeString(
                folder.resolve("other.pem"),
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder()
                                .encodeToString(pair.getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");
    }

    @Test
    void shouldReadFingerprintsAsPeopleWriteThem() {
        String colons = "AB:".repeat(31) + "AB";
        assertThat(Fingerprint.normalize("ab".repeat(32))).isEqualTo(colons);
        assertThat(Fingerprint.normalize(" " + colons + "\n")).isEqualTo(colons);
        assertThatThrownBy(() -> TlsTrust.pinned("abc")).hasMessageContaining("64 hexadecimal digits");
        assertThatThrownBy(TlsTrust::pinned).isInstanceOf(TlsException.class);
    }
}
