package io.github.ftplab.internal.client.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads certificates. */
public final class Certificates {

    private static final Pattern PEM =
            Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----", Pattern.DOTALL);

    private Certificates() {}

    /**
     * Reads the certificates of a file; a private key between them, as servers have it, is left out.
     *
     * @param file what is in it, in PEM or DER form
     * @return at least one
     * @throws CertificateException if there is none
     */
    public static List<X509Certificate> read(byte[] file) throws CertificateException {
        var blocks = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
        var found = new ArrayList<X509Certificate>();
        while (blocks.find()) {
            found.add(one(blocks.group().getBytes(StandardCharsets.ISO_8859_1)));
        }
        return found.isEmpty() ? List.of(one(file)) : found;
    }

    private static X509Certificate one(byte[] bytes) throws CertificateException {
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
    }
}
