package io.github.ftplab.internal.server.tls;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.library.Library;
import io.github.ftplab.internal.protocol.BufferPool;
import io.github.ftplab.internal.protocol.PemCertificates;
import io.github.ftplab.internal.server.file.FileExposure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** A server's TLS configuration (RFC 4217): its certificate, and what it requires of clients. */
public final class ServerTls {

    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final int RECORDS_AT_ONCE = 16;

    /** The largest record that JSSE makes or reads: 16 KiB and what a cipher may add. */
    private static final int RECORD_BYTES = 16 * 1024 + 512;

    /** Enough for twenty transfers at once; together 17 MB. */
    private static final int MOST_DATA_BUFFERS = 64;

    /** A control connection has one only while it reads or writes; together 1 MB. */
    private static final int MOST_CONTROL_BUFFERS = 64;

    private final TlsIdentity identity;
    private final Demands demands;
    private final SSLContext context;
    private final BufferPool dataBuffers = new BufferPool(RECORDS_AT_ONCE * RECORD_BYTES, MOST_DATA_BUFFERS);

    /** Commands and replies are short, and must not have to wait for what transfers use. */
    private final BufferPool controlBuffers = new BufferPool(RECORD_BYTES, MOST_CONTROL_BUFFERS);

    private ServerTls(TlsIdentity identity, Demands demands) {
        this.identity = identity;
        this.demands = demands;
        try {
            context = SSLContext.getInstance("TLS");
            var clients = demands.clients();
            context.init(identity.keyManagers(), clients == null ? null : clients.trustManagers(), null);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use this certificate: " + e.getMessage(), e);
        }
    }

    /**
     * What a server requires of clients.
     *
     * @param implicit whether TLS starts with the connection, without AUTH
     * @param required whether logins and data connections without TLS are refused
     * @param sessionReuse whether data connections must resume the control connection's TLS session
     * @param closeNotify whether an upload must end with close_notify
     * @param clients the certificates that clients must have, or null if they need none
     * @param loginByCertificate whether a certificate stands for the password of the user whom it names
     */
    public record Demands(
            boolean implicit,
            boolean required,
            boolean sessionReuse,
            boolean closeNotify,
            @Nullable ClientCertificates clients,
            boolean loginByCertificate) {

        /** The defaults: TLS is offered. */
        public static final Demands DEFAULT = new Demands(false, false, false, true, null, false);

        public Demands withImplicit() {
            return new Demands(true, required, sessionReuse, closeNotify, clients, loginByCertificate);
        }

        public Demands withRequired() {
            return new Demands(implicit, true, sessionReuse, closeNotify, clients, loginByCertificate);
        }

        public Demands withSessionReuse() {
            return new Demands(implicit, required, true, closeNotify, clients, loginByCertificate);
        }

        public Demands withoutCloseNotify() {
            return new Demands(implicit, required, sessionReuse, false, clients, loginByCertificate);
        }

        /** Demands certificates, and so also TLS. */
        public Demands withClients(ClientCertificates demanded) {
            return new Demands(implicit, true, sessionReuse, closeNotify, demanded, loginByCertificate);
        }

        public Demands withLoginByCertificate() {
            return new Demands(implicit, required, sessionReuse, closeNotify, clients, true);
        }
    }

    /** Creates the configuration when the server starts, as its address is known only then. */
    @FunctionalInterface
    public interface Source {
        /** {@return the configuration of a server on this address} */
        ServerTls make(InetAddress listening, Demands demands);
    }

    /** {@return a source with a self-signed certificate, which is cached in this JVM} */
    public static Source selfSigned() {
        return (listening, demands) ->
                new ServerTls(withBouncyCastle(() -> SelfSignedCertificate.identity(listening)), demands);
    }

    /** {@return a source with certificate and key from PEM files, which are read at once} */
    public static Source pem(Path certificates, Path key) {
        var identity = withBouncyCastle(() -> PemFiles.identity(certificates, key));
        return (listening, demands) -> new ServerTls(identity, demands);
    }

    /**
     * {@return a warning if all users of this machine can read the private key in a file} Members of the file's group may:
     * on some systems there is one for keys. Empty where the file system has no modes.
     */
    public static Optional<String> warning(Path key) {
        return FileExposure.warning(key, "the private key", Set.of(PosixFilePermission.OTHERS_READ));
    }

    /** Runs an action that needs Bouncy Castle, whose version may be another dependency's. */
    private static TlsIdentity withBouncyCastle(Supplier<TlsIdentity> action) {
        try {
            return action.get();
        } catch (LinkageError e) {
            throw new FtpException.Start("cannot use TLS: " + Library.explain(e), e);
        }
    }

    /** {@return a source with the first private key of a key store and its certificate, which are read at once} */
    public static Source keyStore(KeyStore store, char[] password) {
        var identity = TlsIdentity.of(store, password);
        return (listening, demands) -> new ServerTls(identity, demands);
    }

    /** {@return the server's own certificate} */
    public X509Certificate certificate() {
        return identity.chain().get(0);
    }

    /** {@return a certificate as PEM text} */
    public static String pem(X509Certificate certificate) {
        return PemCertificates.text(certificate);
    }

    /** {@return a new key store in memory that has this certificate as a trusted one} */
    public static KeyStore trustStore(X509Certificate certificate) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("ftplab", certificate);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot create a trust store: " + e.getMessage(), e);
        }
    }

    /** {@return a context for clients that trust what this key store has} */
    public static SSLContext clientContext(KeyStore trusted) {
        try {
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot create an SSL context: " + e.getMessage(), e);
        }
    }

    /** {@return what the server requires of clients} */
    public Demands demands() {
        return demands;
    }

    /**
     * {@return TLS for a new control connection} Its peer host, which JSSE ignores on the server side, is set to a
     * unique value. JSSE stores it in the session and in its tickets, with TLS 1.2 and 1.3, so it identifies the
     * control connection that a resumed session belongs to.
     *
     * @param sender sends what is encrypted
     */
    public TlsEngine controlEngine(TlsEngine.Sender sender) throws SSLException {
        return engine(UUID.randomUUID().toString(), controlBuffers, sender);
    }

    /** {@return TLS for a new data connection} */
    public TlsEngine dataEngine(TlsEngine.Sender sender) throws SSLException {
        return engine("", dataBuffers, sender);
    }

    private TlsEngine engine(String control, BufferPool buffers, TlsEngine.Sender sender) throws SSLException {
        var engine = context.createSSLEngine(control, 0);
        engine.setUseClientMode(false);
        engine.setEnabledProtocols(PROTOCOLS);
        var parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNeedClientAuth(demands.clients() != null);
        engine.setSSLParameters(parameters);
        return new TlsEngine(engine, buffers, sender);
    }

    /** {@return the buffers of this server's data connections, each for {@value #RECORDS_AT_ONCE} records} */
    public BufferPool dataBuffers() {
        return dataBuffers;
    }

    /** {@return the buffers of this server's control connections, each for one record} */
    public BufferPool controlBuffers() {
        return controlBuffers;
    }

    /**
     * Refuses a data connection that does not resume the control connection's TLS session, if that is required, or has
     * another certificate: otherwise anybody who learns the port number could take over the data connection.
     */
    public void checkClient(SSLSession control, SSLSession data) throws SSLException {
        if (demands.sessionReuse() && !Objects.equals(control.getPeerHost(), data.getPeerHost())) {
            throw new OtherClient("the data connection does not resume the control connection's TLS session");
        }
        if (demands.clients() != null && !control.getPeerCertificates()[0].equals(data.getPeerCertificates()[0])) {
            throw new OtherClient("the data connection has another certificate than the control connection");
        }
    }

    /** A data connection may not be that of the control connection's client. */
    public static final class OtherClient extends SSLHandshakeException {

        private static final long serialVersionUID = 1L;

        OtherClient(String why) {
            super(why);
        }
    }
}
