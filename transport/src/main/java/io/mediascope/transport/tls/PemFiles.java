package io.mediascope.transport.tls;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.jspecify.annotations.Nullable;

/** Certificates and private keys in PEM files (RFC 7468). */
final class PemFiles {
    private PemFiles() {}

    static TlsIdentity readIdentity(Path certificateFile, Path keyFile) {
        List<X509Certificate> chain = readCertificates(certificateFile);
        PrivateKey key = readKey(keyFile);
        requireSamePair(chain.get(0), key, certificateFile, keyFile);
        return new TlsIdentity(chain, key);
    }

    static List<X509Certificate> readCertificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        try (PEMParser parser = new PEMParser(open(file))) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                if (item instanceof X509CertificateHolder holder) {
                    found.add(new JcaX509CertificateConverter().getCertificate(holder));
                }
            }
        } catch (IOException | CertificateException | IllegalArgumentException e) {
            throw new TlsException("the certificate file " + file + " is not valid PEM: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new TlsException("the certificate file " + file + " holds no \"BEGIN CERTIFICATE\" block");
        }
        return found;
    }

    private static PrivateKey readKey(Path file) {
        try (PEMParser parser = new PEMParser(open(file))) {
            for (Object item = parser.readObject(); item != null; item = parser.readObject()) {
                PrivateKeyInfo info = keyInfo(item);
                if (info != null) {
                    return new JcaPEMKeyConverter().getPrivateKey(info);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new TlsException("the key file " + file + " is not valid PEM: " + e.getMessage(), e);
        }
        throw new TlsException("the key file " + file + " holds no unencrypted private key (\"BEGIN PRIVATE KEY\")");
    }

    private static @Nullable PrivateKeyInfo keyInfo(Object item) {
        if (item instanceof PEMKeyPair pair) {
            return pair.getPrivateKeyInfo();
        }
        return item instanceof PrivateKeyInfo info ? info : null;
    }

    private static Reader open(Path file) {
        try {
            return new StringReader(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new TlsException("the TLS file " + file + " does not exist", e);
        } catch (CharacterCodingException e) {
            throw new TlsException("the TLS file " + file + " is not text; expected PEM", e);
        } catch (IOException e) {
            throw new TlsException("the TLS file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Signs and verifies once: the only test that holds for every kind of key. */
    private static void requireSamePair(X509Certificate certificate, PrivateKey key, Path certFile, Path keyFile) {
        String algorithm = key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "SHA256with" + key.getAlgorithm();
        boolean same = false;
        try {
            byte[] probe = {1, 2, 3};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(probe);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(algorithm);
            verifier.initVerify(certificate.getPublicKey());
            verifier.update(probe);
            same = verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            throw new TlsException("the key in " + keyFile + " does not fit the certificate in " + certFile, e);
        }
        if (!same) {
            throw new TlsException("the key in " + keyFile + " does not belong to the certificate in " + certFile);
        }
    }
}
