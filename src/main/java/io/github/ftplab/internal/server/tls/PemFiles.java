package io.github.ftplab.internal.server.tls;

import io.github.ftplab.internal.protocol.PemCertificates;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/** Reads PEM files as written by OpenSSL and Let's Encrypt (RFC 7468; PKCS #8, PKCS #1 and SEC 1 keys). */
final class PemFiles {

    private PemFiles() {}

    /**
     * Reads a certificate chain, the server's own certificate first, and its private key.
     *
     * @throws IllegalArgumentException if a file can't be read or the key does not match; the message says why
     */
    static TlsIdentity identity(Path certificates, Path key) {
        var identity = new TlsIdentity(key(key), certificates(certificates));
        if (!identity.isMatched()) {
            throw new IllegalArgumentException("the key in %s does not match the certificate in %s (%s)"
                    .formatted(
                            key,
                            certificates,
                            identity.chain().get(0).getSubjectX500Principal().getName()));
        }
        return identity;
    }

    /**
     * Reads certificates.
     *
     * @throws IllegalArgumentException if there is none, or the file can't be read
     */
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> chain;
        try {
            chain = PemCertificates.read(bytes(file));
        } catch (CertificateException e) {
            throw unreadable(file, e);
        }
        if (chain.isEmpty()) {
            throw new IllegalArgumentException(
                    "no certificate in %s: a PEM file with \"-----BEGIN CERTIFICATE-----\" is needed".formatted(file));
        }
        return chain;
    }

    private static PrivateKey key(Path file) {
        var converter = new JcaPEMKeyConverter();
        try (var parser = new PEMParser(new StringReader(new String(bytes(file), StandardCharsets.ISO_8859_1)))) {
            Object part;
            while ((part = parser.readObject()) != null) {
                if (part instanceof PEMKeyPair pair) {
                    return converter.getPrivateKey(pair.getPrivateKeyInfo());
                }
                if (part instanceof PrivateKeyInfo info) {
                    return converter.getPrivateKey(info);
                }
                if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
                    throw new IllegalArgumentException(
                            "the key in %s is encrypted: remove its password, as with \"openssl pkey -in %s -out plain.pem\", or use tls(KeyStore, char[])"
                                    .formatted(file, file.getFileName()));
                }
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        throw new IllegalArgumentException(
                "no private key in %s: a PEM file with \"-----BEGIN PRIVATE KEY-----\" is needed".formatted(file));
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("cannot read %s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static IllegalArgumentException unreadable(Path file, Exception why) {
        return new IllegalArgumentException("cannot read %s: %s".formatted(file, Text.reason(why)), why);
    }
}
