package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.settings.RetrySettings;
import io.github.ftplab.internal.client.settings.TlsSettings;
import io.github.ftplab.internal.protocol.PemCertificates;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.RateLimiter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Says what a {@link FtpClient} is to be; {@link #connect(String, int)} connects it. Each call changes this builder and
 * returns it. It can connect any number of sessions, one after the other.
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

    private Duration connectTimeout = ClientSettings.DEFAULT.connectTimeout();
    private Duration replyTimeout = ClientSettings.DEFAULT.replyTimeout();
    private Duration dataTimeout = ClientSettings.DEFAULT.dataTimeout();
    private Charset encoding = ClientSettings.DEFAULT.encoding();
    private Optional<PortRange> active = ClientSettings.DEFAULT.active();
    private Optional<InetAddress> localAddress = ClientSettings.DEFAULT.localAddress();
    private Optional<Proxy> proxy = ClientSettings.DEFAULT.proxy();
    private int socketBuffer = ClientSettings.DEFAULT.socketBuffer();
    private Duration keepAlive = ClientSettings.DEFAULT.keepAlive();
    private TlsSettings.Begin tls = TlsSettings.Begin.NEVER;
    private TlsSettings.Loopback loopback = TlsSettings.Loopback.VERIFIED;
    private TlsSettings.Data tlsData = TlsSettings.Data.PRIVATE;
    private final List<X509Certificate> trusted = new ArrayList<>();
    private RateLimiter download = ClientSettings.DEFAULT.download();
    private RateLimiter upload = ClientSettings.DEFAULT.upload();
    private RetrySettings retry = ClientSettings.DEFAULT.retry();
    private Consumer<TransferProgress> progress = ClientSettings.DEFAULT.progress();

    FtpClientBuilder() {}

    /** {@return how to speak to a server that has this encryption, or none} */
    static FtpClientBuilder demandedBy(io.github.ftplab.internal.server.tls.@Nullable ServerTls server) {
        var builder = new FtpClientBuilder();
        if (server == null || !(server.demands().implicit() || server.demands().required())) {
            return builder;
        }
        return (server.demands().implicit() ? builder.implicitTls() : builder.tls()).trust(server.certificate());
    }

    /**
     * How long one connection may take to be made.
     *
     * @param limit more than zero; 10 seconds unless told
     * @return this builder
     */
    public FtpClientBuilder connectTimeout(Duration limit) {
        connectTimeout = positive(requireNonNull(limit, "limit"));
        return this;
    }

    /**
     * How long the server may take to answer one command.
     *
     * @param limit more than zero; 30 seconds unless told
     * @return this builder
     */
    public FtpClientBuilder replyTimeout(Duration limit) {
        replyTimeout = positive(requireNonNull(limit, "limit"));
        return this;
    }

    /**
     * How long a transfer may stand still.
     *
     * @param limit more than zero; 30 seconds unless told
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
        return duration;
    }

    /**
     * How the server writes names, if not in UTF-8 as RFC 2640 has it.
     *
     * @param charset such as {@code StandardCharsets.ISO_8859_1}
     * @return this builder
     */
    public FtpClientBuilder encoding(Charset charset) {
        encoding = requireNonNull(charset, "charset");
        return this;
    }

    /**
     * Lets the server open the data connections, to any free port here (PORT, EPRT). A firewall or router on this side
     * mostly forbids that; it is for servers behind one.
     *
     * @return this builder
     */
    public FtpClientBuilder active() {
        active = Optional.of(PortRange.ANY);
        return this;
    }

    /**
     * Lets the server open the data connections, to a port of a range that a firewall here lets through. Ports of it
     * that are taken are passed over; if all are, the call fails with {@link FtpException.Connection} and the session
     * goes on.
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
     * Which of this machine's addresses connections begin at.
     *
     * @param address an address of this machine
     * @return this builder
     */
    public FtpClientBuilder localAddress(InetAddress address) {
        localAddress = Optional.of(requireNonNull(address, "address"));
        return this;
    }

    /**
     * What all connections go through. They are passive then.
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
     * How much the system keeps for each data connection, in each direction.
     *
     * @param bytes more than zero; unless told the system finds the size that suits the line, mostly better
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
     * How often NOOP is sent while a transfer runs, for routers that forget a silent connection. Not all servers like
     * it; TCP's own keep-alive, each minute, is mostly enough and always on.
     *
     * @param every more than zero; never unless told
     * @return this builder
     */
    public FtpClientBuilder keepAlive(Duration every) {
        keepAlive = positive(requireNonNull(every, "every"));
        return this;
    }

    /**
     * Encrypts the session, and demands that the server can (AUTH TLS, RFC 4217). Certificate and host name are
     * verified.
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
     * Encrypts the session if the server can; {@link FtpClient#encryption} says what came of it. Whoever is on the way
     * can make it come to nothing: for secrets take {@link #tls()}.
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
     * Encrypts the session from its first byte, as servers on port 990 have it.
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
     * Trusts a certificate, whoever signed it and whatever name it is made out to, besides those that Java trusts.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().trust(server.certificate()).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param certificate the server's own, as it should come; must be valid today
     * @return this builder
     */
    public FtpClientBuilder trust(X509Certificate certificate) {
        trusted.add(requireNonNull(certificate, "certificate"));
        return this;
    }

    /**
     * Trusts the certificates in a file, whoever signed them and whatever name they are made out to.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * var ftp = FtpClient.builder().tls().trust(Path.of("server.pem")).connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param file a file in PEM or DER form
     * @return this builder
     * @throws FtpException.LocalFile if it can't be read, or has no certificate in it
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
     * Trusts the certificates in a file, whoever signed them and whatever name they are made out to.
     *
     * <pre>{@code
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * var ftp = FtpClient.builder().tls().trust("server.pem").connect("127.0.0.1", server.port());
     * }</pre>
     *
     * @param file the path of a file in PEM or DER form
     * @return this builder
     * @throws FtpException.LocalFile if it can't be read, or has no certificate in it
     */
    public FtpClientBuilder trust(String file) {
        return trust(Path.of(requireNonNull(file, "file")));
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
     * Encrypts commands and passwords, but no files and listings (PROT C).
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
     * How fast files may come, all sessions of this builder's call to {@code connect} together.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().downloadRate(500_000).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param bytesPerSecond more than zero; as fast as the line goes unless told
     * @return this builder
     */
    public FtpClientBuilder downloadRate(long bytesPerSecond) {
        download = limit(bytesPerSecond);
        return this;
    }

    /**
     * How fast files may go, all sessions of this builder's call to {@code connect} together.
     *
     * @param bytesPerSecond more than zero; as fast as the line goes unless told
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
     * What to do when the connection breaks: connect again, log in, go to the current directory as before, and go on.
     *
     * <p>Tried again are {@link FtpClient#download(String) download} and {@link FtpClient#upload(Path) upload} of
     * files, each of a directory too, listings and questions. Never tried again is what might be done twice, or what
     * has no beginning to go back to: {@code append}, {@code uploadUnique}, uploads from streams, streams, {@code list}
     * with an action, {@code command}, and what changes names and directories. Nor is anything tried again after a
     * refusal (but for 421, 425 and 426, and 450 to an upload whose line broke before), an interruption, or {@link
     * FtpClient#abort}.
     *
     * <p>A transfer goes on where it broke only if what has arrived is known to be the beginning of the same file; else
     * it begins anew. Downloads: the file on the server must have the same size and time as before, and the last 16 KiB
     * are sent again and compared. Uploads: the server must have REST, the file here must be unchanged, and what the
     * server has is compared as {@link TransferOption#RESUME} says; if it lets nobody read it, the upload goes on if
     * there was no file of that name before. At the end the size must be right. So a file of more than 16 KiB
     * (download, MDTM) or 256 KiB (upload, SIZE) costs one more question beforehand.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().retry(5, Duration.ofSeconds(1)).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param times how often one call is tried again; 0 is never, as it is unless told
     * @param pause how long to wait before the first time; twice as long before each further one, at most a minute
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
     * Who is told how far each transfer of a file has come: {@link FtpClient#onProgress} from the beginning.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().onProgress(progress -> System.out.println(progress)).connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param listener is called by the thread that moves the file
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
     * @return a session in which nobody is logged in yet
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
     * @return a session in which nobody is logged in yet
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if what listens there does not speak FTP
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
     * Connects to the server that an address names, and logs in if it has a user and a password. {@code ftps} is
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

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private ClientSettings settings() {
        return new ClientSettings(
                connectTimeout,
                replyTimeout,
                dataTimeout,
                encoding,
                active,
                localAddress,
                proxy,
                socketBuffer,
                keepAlive,
                new TlsSettings(tls, List.copyOf(trusted), loopback, tlsData),
                download,
                upload,
                retry,
                progress);
    }
}
