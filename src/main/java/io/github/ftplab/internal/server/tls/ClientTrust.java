package io.github.ftplab.internal.server.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509TrustManager;

/**
 * Decides which certificates of clients are trusted, as JSSE does (RFC 5280, section 6), with two differences. A
 * client's own certificate, which may be trusted by itself, has to be valid now. And the issuers that the server names
 * in its request (RFC 8446, section 4.2.4) are not those certificates' subjects, which issue nothing: many clients would
 * then show none.
 */
final class ClientTrust implements X509TrustManager {

    private final X509TrustManager usual;
    private final List<X509Certificate> trusted;

    ClientTrust(X509TrustManager usual, List<X509Certificate> trusted) {
        this.usual = usual;
        this.trusted = trusted;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkClientTrusted(chain, type);
        chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkServerTrusted(chain, type);
    }

    /** {@return the issuers to name; none if they are not all known, so that clients show what they have} */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trusted.stream().allMatch(ClientTrust::isIssuer)
                ? trusted.toArray(X509Certificate[]::new)
                : new X509Certificate[0];
    }

    /** {@return whether a certificate may have issued those of clients, or itself} */
    private static boolean isIssuer(X509Certificate certificate) {
        return certificate.getBasicConstraints() >= 0
                || certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
