package io.github.ftplab.internal.client.tls;

import io.github.ftplab.internal.client.settings.TlsSettings;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Decides which certificates to trust: those that the Java runtime trusts, if they match the host name; certificates
 * that the user has passed, for any host name; and, if chosen, any certificate of a server on this machine.
 */
final class CertificateTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager usual;
    private final List<X509Certificate> trusted;
    private final TlsSettings.Loopback loopback;

    CertificateTrust(List<X509Certificate> trusted, TlsSettings.Loopback loopback) throws GeneralSecurityException {
        this.usual = usual();
        this.trusted = trusted;
        this.loopback = loopback;
    }

    private static X509ExtendedTrustManager usual() throws GeneralSecurityException {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return Stream.of(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no trust manager"));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        boolean here = loopback == TlsSettings.Loopback.ANYTHING
                && socket.getInetAddress() != null
                && socket.getInetAddress().isLoopbackAddress();
        if (here || isTrusted(chain)) {
            return;
        }
        usual.checkServerTrusted(chain, type, socket);
    }

    private boolean isTrusted(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0 || !trusted.contains(chain[0])) {
            return false;
        }
        chain[0].checkValidity();
        return true;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        usual.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        usual.checkClientTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        usual.checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return usual.getAcceptedIssuers();
    }
}
