package io.github.ftplab.internal.server.tls;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.library.Library;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;

/**
 * The certificates that are demanded of clients (RFC 4217, section 15.1.2).
 *
 * @param trusted the certificates that issue them, or the clients' own ones
 */
public record ClientCertificates(List<X509Certificate> trusted) {

    public ClientCertificates {
        trusted = List.copyOf(trusted);
    }

    /**
     * {@return those that a PEM file's certificates issue}
     *
     * @throws IllegalArgumentException if the file can't be read or contains no certificate
     */
    public static ClientCertificates issuedBy(Path pem) {
        try {
            return new ClientCertificates(PemFiles.certificates(pem));
        } catch (LinkageError e) {
            throw new FtpException.Start("cannot use TLS: " + Library.explain(e), e);
        }
    }

    /**
     * {@return those that a key store's certificates issue}
     *
     * @throws IllegalArgumentException if the store is not loaded or contains no certificate
     */
    public static ClientCertificates issuedBy(KeyStore store) {
        var found = new ArrayList<X509Certificate>();
        try {
            for (var alias : Collections.list(store.aliases())) {
                if (store.getCertificate(alias) instanceof X509Certificate certificate) {
                    found.add(certificate);
                }
            }
        } catch (KeyStoreException e) {
            throw new IllegalArgumentException("cannot read the trust store: " + e.getMessage(), e);
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "no certificate in the trust store: it needs those that issue the clients' certificates");
        }
        return new ClientCertificates(found);
    }

    TrustManager[] trustManagers() throws GeneralSecurityException {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : trusted) {
                store.setCertificateEntry(String.valueOf(store.size()), certificate);
            }
            var managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(store);
            var usual = (X509TrustManager) managers.getTrustManagers()[0];
            return new TrustManager[] {new ClientTrust(usual, trusted)};
        } catch (java.io.IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** {@return the common name in the certificate of a session's client, if it has exactly one} */
    public static Optional<String> name(SSLSession session) {
        try {
            var certificate = (X509Certificate) session.getPeerCertificates()[0];
            var names = new JcaX509CertificateHolder(certificate).getSubject().getRDNs(BCStyle.CN);
            return names.length == 1 && !names[0].isMultiValued()
                    ? Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was verified can be encoded", e);
        }
    }
}
