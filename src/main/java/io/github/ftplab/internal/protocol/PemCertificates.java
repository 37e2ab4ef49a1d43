package io.github.ftplab.internal.protocol;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Certificates and keys in text form (RFC 7468). */
public final class PemCertificates {

    private static final String BEGIN = "-----BEGIN CERTIFICATE-----\n";
    private static final String END = "\n-----END CERTIFICATE-----\n";

    private static final Pattern BLOCK = Pattern.compile(
            "^[ \t]*(-----BEGIN ((?:X509 )?CERTIFICATE)-----.*?-----END \\2-----)", Pattern.DOTALL | Pattern.MULTILINE);

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);

    private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private PemCertificates() {}

    /** {@return the certificates of a PEM file, in their order} A private key in the file is ignored. */
    public static List<X509Certificate> read(byte[] file) throws CertificateException {
        var blocks = BLOCK.matcher(new String(file, StandardCharsets.ISO_8859_1));
        var found = new ArrayList<X509Certificate>();
        while (blocks.find()) {
            found.add(one(blocks.group(1).getBytes(StandardCharsets.ISO_8859_1)));
        }
        return found;
    }

    /**
     * {@return the certificates of a file in PEM or DER form, at least one}
     *
     * @throws CertificateException if there is none
     */
    public static List<X509Certificate> readAnyForm(byte[] file) throws CertificateException {
        var found = read(file);
        return found.isEmpty() ? List.of(one(file)) : found;
    }

    /**
     * {@return the private key of a PEM file: PKCS #8, as {@code openssl genpkey} and {@code openssl pkcs8} write it}
     *
     * @throws InvalidKeyException if there is none without a password, or of an unknown kind
     */
    public static PrivateKey key(byte[] file) throws InvalidKeyException {
        var block = KEY.matcher(new String(file, StandardCharsets.ISO_8859_1));
        if (!block.find()) {
            throw new InvalidKeyException(
                    "no private key with \"-----BEGIN PRIVATE KEY-----\"; openssl pkcs8 -topk8 -nodes writes it so");
        }
        var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(block.group(1)));
        for (var algorithm : List.of("RSA", "EC", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (GeneralSecurityException e) {
                // A key of another algorithm.
            }
        }
        throw new InvalidKeyException("a private key of an unknown kind; use RSA or EC");
    }

    private static X509Certificate one(byte[] bytes) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }

    /** {@return a certificate in PEM form} */
    public static String text(X509Certificate certificate) {
        try {
            return BEGIN + LINES.encodeToString(certificate.getEncoded()) + END;
        } catch (CertificateEncodingException e) {
            throw new IllegalArgumentException("a certificate without an encoded form", e);
        }
    }
}
