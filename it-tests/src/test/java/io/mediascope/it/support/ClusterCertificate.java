package io.mediascope.it.support;

import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** What the nodes of one cluster know each other by: one self-signed RSA certificate, made by the test. */
public final class ClusterCertificate {
    private ClusterCertificate() {}

    /** The settings of a node; the files are made in {@code folder} at the first call. */
    public static Map<String, String> settings(Path folder) {
        Path certificate = folder.resolve("node.pem");
        Path key = folder.resolve("node-key.pem");
        try {
            if (!Files.exists(certificate)) {
                make(Files.createDirectories(folder), certificate, key);
            }
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError("no certificate", e);
        }
        return Map.of(
                "mediascope.cluster.insecure", "off",
                "mediascope.cluster.tls.certificate", certificate.toString(),
                "mediascope.cluster.tls.private-key", key.toString(),
                "mediascope.cluster.tls.authority", certificate.toString());
    }

    private static void make(Path folder, Path certificate, Path key)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=" + folder.getFileName());
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                name,
                pair.getPublic());
        write(key, new JcaPKCS8Generator(pair.getPrivate(), null));
        write(certificate, builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate())));
    }

    private static void write(Path file, Object pem) throws IOException {
        try (Writer out = Files.newBufferedWriter(file);
                JcaPEMWriter writer = new JcaPEMWriter(out)) {
            writer.writeObject(pem);
        }
    }
}
