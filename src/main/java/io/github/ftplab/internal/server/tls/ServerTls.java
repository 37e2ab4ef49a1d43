package io.github.ftplab.internal.server.tls;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/** How a server encrypts (RFC 4217), and what it demands of its clients. */
public final class ServerTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final TlsIdentity identity;
    private final Demands demands;
    private final SSLContext context;

    private ServerTls(TlsIdentity identity, Demands demands) {
        this.identity = identity;
        this.demands = demands;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(identity.keyManagers(), null, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use this certificate: " + e.getMessage(), e);
        }
    }

    /**
     * What a server demands.
     *
     * @param implicit TLS from the first byte, without AUTH
     * @param required no login and no data without TLS
     * @param sessionReuse data connections only from who holds the control connection's session
     */
    public record Demands(boolean implicit, boolean required, boolean sessionReuse) {}

    /** Where the certificate comes from; made when the server starts, as only then its address is settled. */
    @FunctionalInterface
    public interface Source {
        /** {@return TLS for a server on this address} */
        ServerTls make(InetAddress listening, Demands demands);
    }

    /** {@return a certificate that this JVM makes itself and keeps} */
    public static Source selfSigned() {
        return (listening, demands) -> new ServerTls(SelfSignedCertificate.identity(listening), demands);
    }

    /** {@return certificate and key from PEM files, which are read now} */
    public static Source pem(Path certificates, Path key) {
        var identity = PemFiles.identity(certificates, key);
        return (listening, demands) -> new ServerTls(identity, demands);
    }

    /** {@return the first certificate with a key of a key store, which is read now} */
    public static Source keyStore(KeyStore store, char[] password) {
        var identity = TlsIdentity.of(store, password);
        return (listening, demands) -> new ServerTls(identity, demands);
    }

    /** {@return the certificate that clients see} */
    public X509Certificate certificate() {
        return identity.chain().get(0);
    }

    /** {@return a certificate as PEM text} */
    public static String pem(X509Certificate certificate) {
        return PemFiles.text(certificate);
    }

    /** {@return what clients must do} */
    public Demands demands() {
        return demands;
    }

    /**
     * {@return the server's side of a new control connection's TLS} The peer's name, which JSSE does not look at on a
     * server, is made unique: it stays in the session and in its tickets, in TLS 1.2 as in 1.3, and so tells to which
     * control connection a resumed session belongs.
     */
    public SSLEngine controlEngine() {
        return engine(UUID.randomUUID().toString());
    }

    /** {@return the server's side of a new data connection's TLS} */
    public SSLEngine dataEngine() {
        return engine("");
    }

    private SSLEngine engine(String control) {
        var engine = context.createSSLEngine(control, 0);
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        var parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * Refuses data connections that do not continue the control connection's session, if that is demanded: who only
     * saw the port's number in passing can't steal one.
     */
    public void checkReuse(SSLSession control, SSLSession data) throws SSLException {
        if (demands.sessionReuse() && !control.getPeerHost().equals(data.getPeerHost())) {
            throw new NotResumed();
        }
    }

    /** With TLS 1.2, a client may ask for a new handshake at any time, again and again: an attack, not a need. */
    public static void refuseRenegotiation(SSLEngine engine) throws SSLException {
        boolean asked = engine.getHandshakeStatus() == HandshakeStatus.NEED_TASK;
        if (asked && engine.getSession().getProtocol().equals("TLSv1.2")) {
            throw new SSLException("renegotiation is refused");
        }
    }

    /** A data connection began a TLS session of its own. */
    public static final class NotResumed extends SSLHandshakeException {

        private static final long serialVersionUID = 1L;

        NotResumed() {
            super("the data connection does not resume the control connection's TLS session");
        }
    }
}
