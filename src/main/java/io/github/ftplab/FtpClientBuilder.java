package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.client.settings.ClientKeys;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.settings.RetrySettings;
import io.github.ftplab.internal.client.settings.TlsSettings;
import io.github.ftplab.internal.protocol.PemCertificates;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.RateLimiter;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link FtpClient}: sets options, then {@link #connect(String, int)} connects. Each call changes this
 * builder and returns it. A builder can connect any number of sessions.
 *
 * <pre>{@code
 * var ftp = FtpClient.builder().active().keepAlive(Duration.ofSeconds(30)).
 *         connectTimeout(Duration.ofSeconds(5)).replyTimeout(Duration.ofMinutes(2)).dataTimeout(Duration.ofMinutes(1)).
 *         encoding(StandardCharsets.ISO_8859_1).uploadRate(1_000_000).socketBuffer(1 << 20).
 *         localAddress(InetAddress.getLoopbackAddress()).connect("127.0.0.1", 2121);
 * }</pre>
 */
public final class FtpClientBuilder {

    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("ftp", FtpClient.DEFAULT_PORT, "ftpes", FtpClient.DEFAULT_PORT, "ftps", 990);

    /** What counts as forever: it can be told in nanoseconds. */
    private static final Duration CENTURY = Duration.ofDays(36_525);

    private Duration connectTimeout = ClientSettings.DEFAULT.connectTimeout();
    private Duration replyTimeout = ClientSettings.DEFAULT.replyTimeout();
    private Duration dataTimeout = ClientSettings.DEFAULT.dataTimeout();
    private Charset encoding = ClientSettings.DEFAULT.encoding();
    private Optional<ZoneId> zone = ClientSettings.DEFAULT.zone();
    private boolean findZone = ClientSettings.DEFAULT.findZone();
    private Optional<PortRange> active = ClientSettings.DEFAULT.active();
    private Optional<InetAddress> localAddress = ClientSettings.DEFAULT.localAddress();
    private Optional<Proxy> proxy = ClientSettings.DEFAULT.proxy();
    private int socketBuffer = ClientSettings.DEFAULT.socketBuffer();
    private Duration keepAlive = ClientSettings.DEFAULT.keepAlive();
    private TlsSettings.Begin tls = TlsSettings.Begin.NEVER;
    private TlsSettings.Loopback loopback = TlsSettings.Loopback.VERIFIED;
    private TlsSettings.Data tlsData = TlsSettings.Data.PRIVATE;
    private final List<X509Certificate> trusted = new ArrayList<>();
    private List<KeyManager> keys = List.of();
    private RateLimiter download = ClientSettings.DEFAULT.download();
    private RateLimiter upload = ClientSettings.DEFAULT.upload();
    private RetrySettings retry = ClientSettings.DEFAULT.retry();
    private Consumer<TransferProgress> progress = ClientSettings.DEFAULT.progress();
    private Optional<RecordingFile> recording = Optional.empty();

    FtpClientBuilder() {}

    /** {@return a builder for a server with this encryption, or none} */
    static FtpClientBuilder demandedBy(io.github.ftplab.internal.server.tls.@Nullable ServerTls server) {
        var builder = new FtpClientBuilder();
        if (server == null || !(server.demands().implicit() || server.demands().required())) {
            return builder;
        }
        return (server.demands().implicit() ? builder.implicitTls() : builder.tls()).trust(server.certificate());
    }

    /**
     * Sets the time limit for establishing a connection.
     *
     * @param limit more than zero; 10 seconds by default
     * @return this builder
     */
    public FtpClientBuilder connectTimeout(Duration limit) {
        connectTimeout = positive(requireNonNull(limit, "limit"));
        return this;
    }

    /**
     * Sets the time limit for the reply to a command.
     *
     * @param limit more than zero; 30 seconds by default
     * @return this builder
     */
    public FtpClientBuilder replyTimeout(Duration limit) {
        replyTimeout = positive(requireNonNull(limit, "limit"));
        return this;
    }

    /**
     * Sets how long a transfer may stall.
     *
     * @param limit more than zero; 30 seconds by default
     * @return this builder
     */
    public FtpClientBuilder dataTimeout(Duration limit) {
        dataTimeout = positive(requireNonNull(limit, "limit"));
        return this;
    }

    private static Duration positive(Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("a time limit is more than zero, not " + duration);
        }
        return duration.compareTo(CENTURY) > 0 ? CENTURY : duration;
    }

    /**
     * Sets the encoding of names on the server; UTF-8 by default (RFC 2640).
     *
     * @param charset such as {@code StandardCharsets.ISO_8859_1}
     * @return this builder
     */
    public FtpClientBuilder encoding(Charset charset) {
        encoding = requireNonNull(charset, "charset");
        return this;
    }

    /**
     * Sets the time zone of the times in listings by LIST, which do not name it. MLSD and {@link FtpClient#modified} tell
     * times in UTC whatever is set here.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().zone(ZoneId.of("Europe/Berlin")).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param zone such as {@code ZoneId.of("America/New_York")}, or {@code ZoneOffset.UTC}, which vsftpd and pyftpdlib
     *     use unless told otherwise; this JVM's default zone unless set
     * @return this builder
     */
    public FtpClientBuilder zone(ZoneId zone) {
        this.zone = Optional.of(requireNonNull(zone, "zone"));
        return this;
    }

    /**
     * Finds out the time zone of the times in listings by LIST, unless {@link #zone} sets it: the exact time of a file in
     * the first such listing is asked for (MDTM), which is in UTC. The difference, a multiple of a quarter of an hour, is
     * applied to all listings of the session; across a change to or from daylight saving time it may be an hour off.
     * Where no file tells it, the times count as this JVM's.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().findZone().connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder findZone() {
        findZone = true;
        return this;
    }

    /**
     * Turns on active mode: the server opens the data connections, to any free local port (PORT, EPRT). A firewall or
     * router on the client's side usually prevents that; it is for servers behind one.
     *
     * @return this builder
     */
    public FtpClientBuilder active() {
        active = Optional.of(PortRange.ANY);
        return this;
    }

    /**
     * Turns on active mode with a range of local ports, which a firewall can let through. Ports that are in use are
     * skipped; if all are, the call fails with {@link FtpException.Connection} and the session stays usable.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().activePorts(50_000, 50_100).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param first the first port, 1 to 65535
     * @param last the last port, included
     * @return this builder
     */
    public FtpClientBuilder activePorts(int first, int last) {
        active = Optional.of(PortRange.of(first, last));
        return this;
    }

    /**
     * Sets the local address of all connections.
     *
     * @param address an address of this machine
     * @return this builder
     */
    public FtpClientBuilder localAddress(InetAddress address) {
        localAddress = Optional.of(requireNonNull(address, "address"));
        return this;
    }

    /**
     * Sets a proxy for all connections, which are then passive.
     *
     * <pre>{@code
     * var proxy = new Proxy(Proxy.Type.SOCKS, new InetSocketAddress("127.0.0.1", 1080));
     * var ftp = FtpClient.builder().proxy(proxy).connect("ftp.example.org");
     * }</pre>
     *
     * @param way a SOCKS proxy, or an HTTP proxy that knows CONNECT
     * @return this builder
     */
    public FtpClientBuilder proxy(Proxy way) {
        requireNonNull(way, "way");
        proxy = way.type() == Proxy.Type.DIRECT ? Optional.empty() : Optional.of(way);
        return this;
    }

    /**
     * Sets the size of the socket buffers of data connections.
     *
     * @param bytes more than zero; by default the system chooses a size, which is usually better
     * @return this builder
     */
    public FtpClientBuilder socketBuffer(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("a buffer of " + bytes + " bytes is too small");
        }
        socketBuffer = bytes;
        return this;
    }

    /**
     * Sends NOOP at an interval during transfers, for routers that drop idle connections. Not all servers accept this;
     * TCP keep-alive, every minute, is always on and usually enough.
     *
     * @param every more than zero; not sent by default
     * @return this builder
     */
    public FtpClientBuilder keepAlive(Duration every) {
        keepAlive = positive(requireNonNull(every, "every"));
        return this;
    }

    /**
     * Encrypts the session (AUTH TLS, RFC 4217); connecting fails if the server does not support it. Certificate and
     * host name are verified.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().connect("ftp.example.org");
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder tls() {
        tls = TlsSettings.Begin.EXPLICIT;
        return this;
    }

    /**
     * Encrypts the session if the server supports it; {@link FtpClient#encryption} tells whether it does. An attacker
     * on the network can prevent the encryption: use {@link #tls()} for secrets.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().autoTls().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * ftp.encryption();    // Optional[TLSv1.3]
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder autoTls() {
        tls = TlsSettings.Begin.AUTO;
        return this;
    }

    /**
     * Encrypts the session from its first byte, as servers on port 990 expect.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().implicitTls().connect("ftp.example.org", 990);
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder implicitTls() {
        tls = TlsSettings.Begin.IMPLICIT;
        return this;
    }

    /**
     * Trusts a certificate, whatever its issuer and host name, in addition to those that Java trusts.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().trust(server.certificate()).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param certificate the server's certificate; it must be valid today
     * @return this builder
     */
    public FtpClientBuilder trust(X509Certificate certificate) {
        trusted.add(requireNonNull(certificate, "certificate"));
        return this;
    }

    /**
     * Trusts the certificates in a file, whatever their issuers and host names.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * var ftp = FtpClient.builder().tls().trust(Path.of("server.pem")).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param file a file in PEM or DER form
     * @return this builder
     * @throws FtpException.LocalFile if it can't be read, or contains no certificate
     */
    public FtpClientBuilder trust(Path file) {
        requireNonNull(file, "file");
        try {
            trusted.addAll(PemCertificates.readAnyForm(Files.readAllBytes(file)));
            return this;
        } catch (IOException | CertificateException e) {
            throw new FtpException.LocalFile(
                    "cannot trust " + file + ": no certificate can be read from it (" + e.getMessage() + ")", e);
        }
    }

    /**
     * Trusts the certificates in a file, whatever their issuers and host names.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * var ftp = FtpClient.builder().tls().trust("server.pem").connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param file the path of a file in PEM or DER form
     * @return this builder
     * @throws FtpException.LocalFile if it can't be read, or contains no certificate
     */
    public FtpClientBuilder trust(String file) {
        return trust(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Sets this client's own certificate, for servers that demand one (RFC 4217, section 15.1.2).
     *
     * <pre>{@code
     * FtpClient.builder().tls().clientCertificate(Path.of("ann.pem"), Path.of("ann.key")).trust("server.pem")
     * }</pre>
     *
     * @param certificatePem a file with the certificate in PEM form (RFC 7468), followed by those of its issuers if there
     *     are any
     * @param keyPem a file with its private key in PEM form (PKCS #8), without a password; may be the same file
     * @return this builder
     * @throws FtpException.LocalFile if a file can't be read, or does not contain that
     */
    public FtpClientBuilder clientCertificate(Path certificatePem, Path keyPem) {
        requireNonNull(certificatePem, "certificatePem");
        requireNonNull(keyPem, "keyPem");
        try {
            keys = ClientKeys.ofPem(Files.readAllBytes(certificatePem), Files.readAllBytes(keyPem));
            return this;
        } catch (IOException | GeneralSecurityException e) {
            throw new FtpException.LocalFile(
                    "cannot use the certificate in %s with the key in %s: %s"
                            .formatted(certificatePem, keyPem, Text.reason(e)),
                    e);
        }
    }

    /**
     * Sets this client's own certificate, as {@link #clientCertificate(Path, Path)} does.
     *
     * <pre>{@code
     * FtpClient.builder().tls().clientCertificate("ann.pem", "ann.key").trust("server.pem")
     * }</pre>
     *
     * @param certificatePem the path of the certificate's file
     * @param keyPem the path of the private key's file
     * @return this builder
     * @throws FtpException.LocalFile if a file can't be read, or does not contain that
     */
    public FtpClientBuilder clientCertificate(String certificatePem, String keyPem) {
        requireNonNull(certificatePem, "certificatePem");
        requireNonNull(keyPem, "keyPem");
        return clientCertificate(Path.of(certificatePem), Path.of(keyPem));
    }

    /**
     * Sets this client's own certificate, as {@link #clientCertificate(Path, Path)} does.
     *
     * <pre>{@code
     * var password = "changeit".toCharArray();
     * FtpClient.builder().tls().clientCertificate(KeyStore.getInstance(new File("ann.p12"), password), password)
     * }</pre>
     *
     * @param store a key store, loaded, with a private key and its certificate
     * @param password the private key's password
     * @return this builder
     * @throws IllegalArgumentException if it has no private key, or the password is wrong
     */
    public FtpClientBuilder clientCertificate(KeyStore store, char[] password) {
        requireNonNull(store, "store");
        requireNonNull(password, "password");
        keys = ClientKeys.of(store, password);
        return this;
    }

    /**
     * Trusts any certificate of a server on this machine, for experiments. It has no effect on other servers.
     *
     * @return this builder
     */
    public FtpClientBuilder trustAnythingOnLoopback() {
        loopback = TlsSettings.Loopback.ANYTHING;
        return this;
    }

    /**
     * Encrypts commands and passwords, but not files and listings (PROT C).
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().plainData().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @return this builder
     */
    public FtpClientBuilder plainData() {
        tlsData = TlsSettings.Data.CLEAR;
        return this;
    }

    /**
     * Limits the rate of downloads, of all sessions of a call of {@code connect} together.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().downloadRate(500_000).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param bytesPerSecond more than zero; unlimited by default
     * @return this builder
     */
    public FtpClientBuilder downloadRate(long bytesPerSecond) {
        download = limit(bytesPerSecond);
        return this;
    }

    /**
     * Limits the rate of uploads, of all sessions of a call of {@code connect} together.
     *
     * @param bytesPerSecond more than zero; unlimited by default
     * @return this builder
     */
    public FtpClientBuilder uploadRate(long bytesPerSecond) {
        upload = limit(bytesPerSecond);
        return this;
    }

    private static RateLimiter limit(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("at " + bytesPerSecond + " bytes per second nothing would ever arrive");
        }
        return new RateLimiter(bytesPerSecond);
    }

    /**
     * Repeats calls after a lost connection: connects again, logs in, changes to the same directory, and resumes.
     *
     * <p>{@link FtpClient#download(String) download} and {@link FtpClient#upload(Path) upload} of files, also each file
     * of a directory, listings and queries are repeated. Calls that might take effect twice, or whose source can't be
     * read again, are not: {@code append}, {@code uploadUnique}, uploads from streams, streams, {@code list} with an
     * action, {@code command}, and calls that change names and directories. Nothing is repeated after a refusal (except
     * 421, 425 and 426, and 450 to an upload after a lost connection), an interrupt, or {@link FtpClient#abort}.
     *
     * <p>A transfer is resumed only if the part that has arrived is known to be the beginning of the same file;
     * otherwise it starts again. Downloads: the file on the server must have the same size and time as before, and the
     * last 16 KiB are transferred again and compared. Uploads: the server must support REST, the local file must be
     * unchanged, and the server's part is compared as for {@link TransferOption#RESUME}; if it can't be read, the
     * upload is resumed if there was no file of that name before. Finally the size must match. So a file of more than
     * 16 KiB (download, MDTM) or 256 KiB (upload, SIZE) takes one more query beforehand.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().retry(5, Duration.ofSeconds(1)).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param times how often a call is repeated; 0, the default, is never
     * @param pause the pause before the first repetition; it doubles each time, up to a minute
     * @return this builder
     */
    public FtpClientBuilder retry(int times, Duration pause) {
        requireNonNull(pause, "pause");
        if (times < 0) {
            throw new IllegalArgumentException("nothing can be tried " + times + " times");
        }
        retry = new RetrySettings(times, positive(pause));
        return this;
    }

    /**
     * Sets the progress listener, as {@link FtpClient#onProgress} does.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().onProgress(progress -> System.out.println(progress)).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param listener called by the thread that transfers the file
     * @return this builder
     */
    public FtpClientBuilder onProgress(Consumer<TransferProgress> listener) {
        progress = requireNonNull(listener, "listener");
        return this;
    }

    /**
     * Connects to port 21 of a server.
     *
     * @param host its name or address
     * @return a session without a login
     * @throws FtpException as {@link #connect(String, int)} does
     */
    public FtpClient connect(String host) {
        return connect(host, FtpClient.DEFAULT_PORT);
    }

    /**
     * Connects to a server.
     *
     * @param host its name or address
     * @param port its port, 1 to 65535
     * @return a session without a login
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if the server does not speak FTP
     */
    public FtpClient connect(String host, int port) {
        requireNonNull(host, "host");
        if (host.isBlank() || host.contains("/")) {
            throw new IllegalArgumentException(
                    "\"" + host + "\" is not a host; give its name or address alone, such as ftp.example.org");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("there is no port " + port + "; ports go from 1 to 65535");
        }
        if (active.isPresent() && proxy.isPresent()) {
            throw new IllegalArgumentException("a server can't open connections through a proxy: not active and proxy");
        }
        return FtpClient.open(host, port, settings());
    }

    /**
     * Records what sessions say and transfer, whatever the server, into a file from which {@link
     * FtpServer#replay(String)} answers in the same way. Passwords are not in it, but the contents of files are, up to
     * 8 MiB of each. The file is created or emptied now; all sessions of this builder are recorded in it. {@code
     * docs/replay.md} describes it.
     *
     * <pre>{@code
     * var recorded = FtpClient.builder().record("session.recording");
     * }</pre>
     *
     * @param file the path of the file
     * @return this builder
     * @throws IllegalArgumentException if it can't be written
     */
    public FtpClientBuilder record(String file) {
        return record(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Records what sessions say and transfer, as {@link #record(String)} does.
     *
     * <pre>{@code
     * var recorded = FtpClient.builder().record(directory.resolve("session.recording"));
     * }</pre>
     *
     * @param file the file
     * @return this builder
     * @throws IllegalArgumentException if it can't be written
     */
    public FtpClientBuilder record(Path file) {
        requireNonNull(file, "file");
        try {
            recording = Optional.of(RecordingFile.create(
                    file, why -> System.getLogger(FtpClient.class.getName()).log(System.Logger.Level.WARNING, why)));
            return this;
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot write the recording " + file + ": " + Text.reason(e), e);
        }
    }

    /**
     * Connects to the server of a URI, and logs in if the URI has a user and a password. {@code ftps} is
     * {@linkplain #implicitTls() implicit} and {@code ftpes} {@linkplain #tls() explicit} TLS.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().connect(URI.create("ftp://test:potato@127.0.0.1:2121/pub"));
     * }</pre>
     *
     * @param address such as {@code ftp://test:potato@127.0.0.1:2121/pub}
     * @return the session
     * @throws IllegalArgumentException if it is no {@code ftp} address
     * @throws FtpException as {@link #connect(String, int)} and {@link FtpClient#login} do
     */
    public FtpClient connect(URI address) {
        requireNonNull(address, "address");
        var host = address.getHost();
        var scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (!DEFAULT_PORTS.containsKey(scheme) || host == null) {
            throw new IllegalArgumentException(
                    "not an address of an FTP server; they look like ftp://127.0.0.1:2121/pub");
        }
        var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        var asked = tls;
        tls = scheme.equals("ftps")
                ? TlsSettings.Begin.IMPLICIT
                : scheme.equals("ftpes") ? TlsSettings.Begin.EXPLICIT : tls;
        var ftp = connect(bare, address.getPort() < 0 ? DEFAULT_PORTS.getOrDefault(scheme, 0) : address.getPort());
        tls = asked;
        var path = address.getPath() == null ? "" : address.getPath();
        ftp.session.beginIn(path.length() > 1 ? path.substring(1) : "");
        var user = address.getRawUserInfo() == null ? "" : address.getRawUserInfo();
        int colon = user.indexOf(':');
        if (colon > 0) {
            try {
                ftp.login(decoded(user.substring(0, colon)), decoded(user.substring(colon + 1)));
            } catch (RuntimeException e) {
                ftp.close();
                throw e;
            }
        }
        return ftp;
    }

    /**
     * {@return one line that names what was chosen, such as {@code FtpClientBuilder (EXPLICIT TLS, replyTimeout 2 min)};
     * no password is in it}
     */
    @Override
    public String toString() {
        var usual = ClientSettings.DEFAULT;
        var chosen = new ArrayList<String>();
        note(chosen, connectTimeout, usual.connectTimeout(), "connectTimeout " + Text.duration(connectTimeout));
        note(chosen, replyTimeout, usual.replyTimeout(), "replyTimeout " + Text.duration(replyTimeout));
        note(chosen, dataTimeout, usual.dataTimeout(), "dataTimeout " + Text.duration(dataTimeout));
        note(chosen, encoding, usual.encoding(), "encoding " + encoding);
        zone.ifPresent(listed -> chosen.add("zone " + listed));
        note(chosen, findZone, usual.findZone(), "finds the zone");
        active.ifPresent(ports -> chosen.add("active on " + ports.inWords()));
        localAddress.ifPresent(address -> chosen.add("from " + address.getHostAddress()));
        proxy.ifPresent(way -> chosen.add("through proxy " + way));
        note(chosen, socketBuffer, usual.socketBuffer(), "socketBuffer " + Text.bytes(socketBuffer));
        note(chosen, keepAlive, usual.keepAlive(), "keepAlive " + Text.duration(keepAlive));
        note(chosen, tls, TlsSettings.Begin.NEVER, tls + " TLS");
        note(chosen, tlsData, TlsSettings.Data.PRIVATE, "plain data");
        note(chosen, loopback, TlsSettings.Loopback.VERIFIED, "any certificate on loopback");
        note(chosen, trusted, List.of(), "trusted certificates: " + trusted.size());
        note(chosen, keys, List.of(), "own certificate");
        note(chosen, download, usual.download(), "download rate limited");
        note(chosen, upload, usual.upload(), "upload rate limited");
        note(chosen, recording.isPresent(), false, "recorded");
        note(chosen, retry, usual.retry(), "retry " + retry.times() + " times");
        return "FtpClientBuilder (" + (chosen.isEmpty() ? "defaults" : String.join(", ", chosen)) + ")";
    }

    private static void note(List<String> chosen, Object value, Object usual, String text) {
        if (!value.equals(usual)) {
            chosen.add(text);
        }
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private ClientSettings settings() {
        return new ClientSettings(
                connectTimeout,
                replyTimeout,
                dataTimeout,
                encoding,
                zone,
                findZone,
                active,
                localAddress,
                proxy,
                socketBuffer,
                keepAlive,
                new TlsSettings(tls, List.copyOf(trusted), keys, loopback, tlsData),
                download,
                upload,
                retry,
                progress,
                recording);
    }
}
