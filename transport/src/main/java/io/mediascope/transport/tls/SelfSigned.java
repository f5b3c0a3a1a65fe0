package io.mediascope.transport.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A node's self-signed EC P-256 certificate (RFC 5280) in its data folder. */
final class SelfSigned {
    static final String CERTIFICATE_FILE = "link-certificate.pem";
    static final String KEY_FILE = "link-key.pem";

    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 64;

    private SelfSigned() {}

    /** The key is written first: a key without certificate is a start that was cut off, and nobody has pinned it. */
    static TlsIdentity readOrCreate(Path folder) {
        Path certificate = folder.resolve(CERTIFICATE_FILE);
        Path key = folder.resolve(KEY_FILE);
        if (!Files.exists(certificate)) {
            create(folder, certificate, key);
        } else if (!Files.exists(key)) {
            throw new TlsException("the key file " + key + " is gone; restore it, or delete " + certificate
                    + " to get a new certificate (clients that pinned the old one must be told)");
        }
        return PemFiles.readIdentity(certificate, key);
    }

    private static void create(Path folder, Path certificate, Path key) {
        try {
            Files.createDirectories(folder);
            KeyPair pair = newKeyPair();
            StringWriter keyPem = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(keyPem)) {
                writer.writeObject(new JcaPKCS8Generator(pair.getPrivate(), null));
            }
            StringWriter certificatePem = new StringWriter();
            try (JcaPEMWriter writer = new JcaPEMWriter(certificatePem)) {
                writer.writeObject(certify(pair));
            }
            writeAtomically(key, keyPem.toString(), PosixFilePermissions.fromString("rw-------"));
            writeAtomically(certificate, certificatePem.toString(), PosixFilePermissions.fromString("rw-r--r--"));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new TlsException("cannot make a self-signed certificate in " + folder + ": " + e.getMessage(), e);
        }
    }

    private static KeyPair newKeyPair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static X509CertificateHolder certify(KeyPair pair) throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=Mediascope node");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(VALID)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static void writeAtomically(Path file, String text, Set<PosixFilePermission> permissions)
            throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        createWith(fresh, permissions);
        OpenOption[] options = {StandardOpenOption.WRITE, StandardOpenOption.SYNC};
        Files.write(fresh, text.getBytes(StandardCharsets.US_ASCII), options);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The mode is there from the first moment; file systems without POSIX modes keep their own rules. */
    private static void createWith(Path file, Set<PosixFilePermission> permissions) throws IOException {
        try {
            FileAttribute<?> mode = PosixFilePermissions.asFileAttribute(permissions);
            Files.createFile(file, mode);
        } catch (UnsupportedOperationException e) {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            throw new TlsException("another start is writing " + file + " at the same moment", e);
        }
    }
}
