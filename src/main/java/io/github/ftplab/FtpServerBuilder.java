package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.HostPort;
import io.github.ftplab.internal.protocol.PortRange;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.Recording;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import io.github.ftplab.internal.server.OptionalLibrary;
import io.github.ftplab.internal.server.ServerEngine;
import io.github.ftplab.internal.server.file.Home;
import io.github.ftplab.internal.server.log.EventLog;
import io.github.ftplab.internal.server.settings.CommandCheck;
import io.github.ftplab.internal.server.settings.DataConnectionSettings;
import io.github.ftplab.internal.server.settings.EventSubscription;
import io.github.ftplab.internal.server.settings.ServerSettings;
import io.github.ftplab.internal.server.tls.ClientCertificates;
import io.github.ftplab.internal.server.tls.ServerTls;
import io.github.ftplab.internal.server.user.Account;
import io.github.ftplab.internal.server.user.Accounts;
import io.github.ftplab.internal.server.user.UsersFile;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link FtpServer}; {@link #start()} starts it. Each call changes this builder and returns it. A builder
 * can start any number of servers, one after the other.
 */
public final class FtpServerBuilder {

    private final Accounts accounts = new Accounts();
    InetAddress address = InetAddress.getLoopbackAddress();

    @Nullable
    Integer port;

    DataConnectionSettings network = DataConnectionSettings.DEFAULT;
    private ServerTls.@Nullable Source certificate;
    private ServerTls.Demands tlsDemands = ServerTls.Demands.DEFAULT;
    private ZoneId listZone = ZoneOffset.UTC;
    private boolean homesCreated;
    private ServerLimits limits = ServerLimits.DEFAULT;
    private ServerSettings.Texts texts = ServerSettings.Texts.DEFAULT;
    private final List<EventSubscription<?>> subscriptions = new ArrayList<>();
    private final List<Consumer<ServerLog.Entry>> logFollowers = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    private boolean syncUploads;
    boolean isQuiet;
    private @Nullable Path capture;
    private @Nullable BiFunction<String, String, Optional<ServerUser>> authenticator;
    private final List<CommandCheck> checks = new ArrayList<>();
    private @Nullable Manners manners;
    private @Nullable Function<RemoteFile, String> listing;
    private @Nullable Path recording;
    private @Nullable Recording replay;

    FtpServerBuilder() {}

    /**
     * Creates the homes of users that are added after this call, if they are missing, also those of {@link
     * FtpServer#addUser}. Otherwise a missing home is an error.
     *
     * <pre>{@code
     * FtpServer.builder().createHome().user("ann", "potato", "homes/ann", "elradfmwM")
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder createHome() {
        homesCreated = true;
        return this;
    }

    Home home(Path directory) {
        return homesCreated ? Home.created(directory) : Home.of(directory);
    }

    Home home(String directory) {
        return homesCreated ? Home.created(directory) : Home.of(directory);
    }

    /**
     * Adds a user who may read: {@code elr}.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", Path.of("ftp-root")).start();
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password
     * @param home the directory that the user sees as {@code /}
     * @return this builder
     * @throws IllegalArgumentException as {@link #user(String, String, Path, String)} does
     */
    public FtpServerBuilder user(String name, String password, Path home) {
        return user(name, password, home, Permission.format(Permission.READ_ONLY));
    }

    /**
     * Adds a user.
     *
     * <pre>{@code
     * FtpServer.builder().user("test", "potato", Path.of("ftp-root"), "elradfmwM")
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password; kept as a digest
     * @param home the directory that the user sees as {@code /}, in any java.nio.file system, such as
     *     {@link FtpServer#inMemory()}
     * @param letters what the user may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return this builder
     * @throws IllegalArgumentException if the name is empty or taken, the home is missing or can't be read, or a
     *     letter is unknown
     */
    public FtpServerBuilder user(String name, String password, Path home, String letters) {
        requireNonNull(name, "name");
        requireNonNull(password, "password");
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.of(name, password, home(home), letters));
    }

    /**
     * Adds a user who may read: {@code elr}.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", "ftp-root").start();
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password
     * @param home the path of the directory that the user sees as {@code /}
     * @return this builder
     * @throws IllegalArgumentException as {@link #user(String, String, String, String)} does
     */
    public FtpServerBuilder user(String name, String password, String home) {
        return user(name, password, home, Permission.format(Permission.READ_ONLY));
    }

    /**
     * Adds a user.
     *
     * <pre>{@code
     * FtpServer.builder().user("test", "potato", "ftp-root", "elradfmwM")
     * }</pre>
     *
     * @param name the name to log in with, not empty
     * @param password the password; kept as a digest
     * @param home the path of the directory that the user sees as {@code /}
     * @param letters what the user may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return this builder
     * @throws IllegalArgumentException if the name is empty or taken, the home is missing or can't be read, a letter is
     *     unknown, or the home looks like permission letters and there is no such directory
     */
    public FtpServerBuilder user(String name, String password, String home, String letters) {
        requireNonNull(name, "name");
        requireNonNull(password, "password");
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.of(name, password, home(home), letters));
    }

    /**
     * Adds the users of a file of comma-separated values (RFC 4180) in UTF-8. Its first line names the columns; a
     * relative home is resolved against the file's directory. A password is in plain text or a hash from {@link
     * FtpServer#hashPassword}; that of {@code anonymous} is empty.
     *
     * <pre>
     * name,password,home,letters
     * ann,potato,homes/ann,elradfmwM
     * bob,pbkdf2-sha256$600000$…$…,homes/bob,elr
     * anonymous,,public,elr
     * </pre>
     *
     * <p>A fifth column, {@code quota}, may have the bytes that {@link #quota} takes; empty for no limit.
     *
     * <pre>{@code
     * var line = "ann," + FtpServer.hashPassword("potato") + ",ftp-root,elr";
     * Files.write(Path.of("users.csv"), List.of("name,password,home,letters", line));
     * FtpServer.builder().users(Path.of("users.csv")).start();
     * }</pre>
     *
     * @param file the file
     * @return this builder
     * @throws IllegalArgumentException if anything in the file is wrong: the message names the file and the line, and
     *     none of its users is added
     * @throws IllegalStateException if FastCSV is missing, an optional dependency that {@code ftplab-all.jar} includes
     */
    public FtpServerBuilder users(Path file) {
        requireNonNull(file, "file");
        var added = OptionalLibrary.FASTCSV.use("read the users in " + file, () -> UsersFile.read(file, this::home));
        added.forEach(account -> accounts.requireFree(account.name()));
        added.forEach(accounts::add);
        UsersFile.warning(file, added).ifPresent(warnings::add);
        return this;
    }

    /**
     * Adds the users of a file, as {@link #users(Path)} does.
     *
     * <pre>{@code
     * var line = "ann," + FtpServer.hashPassword("potato") + ",ftp-root,elr";
     * Files.write(Path.of("users.csv"), List.of("name,password,home,letters", line));
     * FtpServer.builder().users("users.csv").start();
     * }</pre>
     *
     * @param file the file's path
     * @return this builder
     * @throws IllegalArgumentException if anything in the file is wrong: the message names the file and the line, and
     *     none of its users is added
     */
    public FtpServerBuilder users(String file) {
        return users(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Lets anybody in as {@code anonymous}, with any password (RFC 1635), to read: {@code elr}.
     *
     * @param home the directory that they see as {@code /}
     * @return this builder
     * @throws IllegalArgumentException if the home is missing or can't be read
     */
    public FtpServerBuilder anonymous(Path home) {
        return anonymous(home, Permission.format(Permission.READ_ONLY));
    }

    /**
     * Lets anybody in as {@code anonymous}, with any password (RFC 1635).
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home, "elrw").overrideTree("anonymous", "/incoming", "ew");
     * }</pre>
     *
     * @param home the directory that they see as {@code /}
     * @param letters what they may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return this builder
     * @throws IllegalArgumentException if the home is missing or can't be read, or a letter is unknown
     */
    public FtpServerBuilder anonymous(Path home, String letters) {
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.anonymous(home(home), letters));
    }

    /**
     * Lets anybody in as {@code anonymous}, with any password (RFC 1635), to read: {@code elr}.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous("ftp-root").start();
     * }</pre>
     *
     * @param home the path of the directory that they see as {@code /}
     * @return this builder
     * @throws IllegalArgumentException as {@link #anonymous(String, String)} does
     */
    public FtpServerBuilder anonymous(String home) {
        return anonymous(home, Permission.format(Permission.READ_ONLY));
    }

    /**
     * Lets anybody in as {@code anonymous}, with any password (RFC 1635).
     *
     * <pre>{@code
     * FtpServer.builder().anonymous("ftp-root", "elrw").overrideTree("anonymous", "/incoming", "ew");
     * }</pre>
     *
     * @param home the path of the directory that they see as {@code /}
     * @param letters what they may do: any of {@code elradfmwMT}, see {@link Permission}
     * @return this builder
     * @throws IllegalArgumentException if the home is missing or can't be read, a letter is unknown, or the home looks
     *     like permission letters and there is no such directory
     */
    public FtpServerBuilder anonymous(String home, String letters) {
        requireNonNull(home, "home");
        requireNonNull(letters, "letters");
        return add(Account.anonymous(home(home), letters));
    }

    private FtpServerBuilder add(Account account) {
        accounts.add(account);
        return this;
    }

    /**
     * Overrides the user's letters in one directory, for it and the files in it. Its subdirectories are not affected;
     * {@link #overrideTree} includes them. Where several overrides apply, the longest path wins.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elr").override("ann", "/incoming", "elw")
     * }</pre>
     *
     * @param user a user who was added before
     * @param directory a directory of the home, as the user sees it: {@code /incoming}
     * @param letters what the user may do there: any of {@code elradfmwMT}; empty for nothing
     * @return this builder
     * @throws IllegalArgumentException if there is no such user or directory, the directory is the home itself, or a
     *     letter is unknown
     */
    public FtpServerBuilder override(String user, String directory, String letters) {
        requireNonNull(user, "user");
        requireNonNull(directory, "directory");
        requireNonNull(letters, "letters");
        accounts.named(user).override(directory, letters);
        return this;
    }

    /**
     * Overrides the user's letters in one directory and everything below it.
     *
     * @param user a user who was added before
     * @param directory a directory of the home, as the user sees it: {@code /incoming}
     * @param letters what the user may do there: any of {@code elradfmwMT}; empty for nothing
     * @return this builder
     * @throws IllegalArgumentException as {@link #override} does
     */
    public FtpServerBuilder overrideTree(String user, String directory, String letters) {
        requireNonNull(user, "user");
        requireNonNull(directory, "directory");
        requireNonNull(letters, "letters");
        accounts.named(user).overrideTree(directory, letters);
        return this;
    }

    /**
     * Sets the directory in which a user's sessions begin, instead of {@code /}. The user still sees the whole home. A
     * session begins in {@code /} if the directory is gone by then.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elr").startIn("ann", "/incoming")
     * }</pre>
     *
     * @param user a user who was added before
     * @param directory a directory of the home, as the user sees it: {@code /incoming}
     * @return this builder
     * @throws IllegalArgumentException if there is no such user or directory
     */
    public FtpServerBuilder startIn(String user, String directory) {
        requireNonNull(user, "user");
        requireNonNull(directory, "directory");
        accounts.named(user).startIn(directory);
        return this;
    }

    /**
     * Sets the rates of one user, which all of the user's sessions share, instead of those that {@link #limits} sets
     * for everybody.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elr").rates("ann", 1_000_000, 0)
     * }</pre>
     *
     * @param user a user who was added before
     * @param download bytes a second to the client, including listings; 0 for no limit
     * @param upload bytes a second from the client; 0 for no limit
     * @return this builder
     * @throws IllegalArgumentException if there is no such user, or a rate is negative
     */
    public FtpServerBuilder rates(String user, long download, long upload) {
        accounts.named(requireNonNull(user, "user")).limit(new ServerLimits.Rates(download, upload));
        return this;
    }

    /**
     * Limits the bytes in a user's files. An upload that goes beyond is refused with 552 (RFC 959, section 4.2.2), in
     * the middle if need be: a file that it was to replace stays as it was, and a new file keeps what was received. All
     * files of the home count, whoever put them there. ALLO is refused if the bytes are not there, {@code SITE QUOTA}
     * tells how many are used, and AVBL how many are left.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elradfmwMT").quota("ann", 50_000_000)
     * }</pre>
     *
     * @param user a user who was added before
     * @param bytes how many bytes the files of the home may have; 0 for no limit
     * @return this builder
     * @throws IllegalArgumentException if there is no such user, or the number is negative
     */
    public FtpServerBuilder quota(String user, long bytes) {
        accounts.named(requireNonNull(user, "user")).quota(bytes);
        return this;
    }

    /**
     * Sets the port.
     *
     * @param port from 1 to 65535, or 0 for any free port. Default: 2121, or any free port if another program uses that
     *     one
     * @return this builder
     * @throws IllegalArgumentException if it is no port
     */
    public FtpServerBuilder port(int port) {
        this.port = checked(port);
        return this;
    }

    private static int checked(int port) {
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException(
                    port + " is no port: they go from 1 to 65535, and 0 stands for any free one");
        }
        return port;
    }

    /**
     * Sets the address to listen on.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).address("0.0.0.0").port(2100);    // for all on the network
     * }</pre>
     *
     * @param host a name or address of this machine; {@code 0.0.0.0} is all its IPv4 addresses, which lets in others on
     *     the network. Default: 127.0.0.1, this machine only
     * @return this builder
     * @throws IllegalArgumentException if there is no such host
     */
    public FtpServerBuilder address(String host) {
        requireNonNull(host, "host");
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "cannot listen on \"%s\": there is no such host; use 127.0.0.1 for this machine alone, or 0.0.0.0 for all its addresses"
                            .formatted(host),
                    e);
        }
        return this;
    }

    /**
     * Sets the ports for passive data connections (PASV, EPSV), such as those that a firewall lets through. Each
     * transfer needs one; when all are in use, clients get reply 425.
     *
     * @param from the first port, from 1 to 65535; default: any free port
     * @param to the last port, {@code from} or more
     * @return this builder
     * @throws IllegalArgumentException if that is not a range of ports
     */
    public FtpServerBuilder passivePorts(int from, int to) {
        network = network.withPassivePorts(PortRange.of(from, to));
        return this;
    }

    /**
     * Sets the address in replies to PASV, for clients that reach the server through a router that translates addresses
     * (NAT). EPSV needs none: clients use the address that they have connected to.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).masqueradeAddress("203.0.113.7").passivePorts(50_000, 50_100);
     * }</pre>
     *
     * @param address a numeric IPv4 address, such as {@code 203.0.113.7}; names are not resolved
     * @return this builder
     * @throws IllegalArgumentException if it is not a numeric IPv4 address
     */
    public FtpServerBuilder masqueradeAddress(String address) {
        network = network.withMasquerade(DataConnectionSettings.parse(requireNonNull(address, "address")));
        return this;
    }

    /**
     * Sets the server's local port for active data connections (PORT, EPRT), for firewalls that expect port 20.
     *
     * @param port from 1 to 65535; ports below 1024 need special rights. 0, the default: any free port
     * @return this builder
     * @throws IllegalArgumentException if it is no port
     */
    public FtpServerBuilder activePort(int port) {
        network = network.withActivePort(checked(port));
        return this;
    }

    /**
     * Allows data connections with any address instead of only the client's own, for transfers between two servers. A
     * client can then make this server connect to other machines (RFC 2577, section 3).
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).permitForeignAddresses().permitPrivilegedPorts().activePort(20);
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder permitForeignAddresses() {
        network = network.withForeignAddresses();
        return this;
    }

    /**
     * Allows active data connections (PORT, EPRT) to ports below 1024, where system services listen.
     *
     * @return this builder
     */
    public FtpServerBuilder permitPrivilegedPorts() {
        network = network.withPrivilegedPorts();
        return this;
    }

    /**
     * Offers TLS 1.2 and 1.3 on the control connection (AUTH TLS) and on data connections (PROT P), as in RFC 4217,
     * with a self-signed certificate that this JVM creates. It is valid for localhost, 127.0.0.1, ::1, the name of this
     * machine and the address that the server listens on, for a year; servers of this JVM on the same address share it.
     * Clients don't trust it until they are given {@link FtpServer#certificatePem()}.
     *
     * <pre>{@code
     * var server = FtpServer.builder().user("test", "potato", Path.of("ftp-root"), "elr").tls().start();
     * Files.writeString(Path.of("server.pem"), server.certificatePem());
     * // curl --ssl-reqd --cacert server.pem -u test:potato ftp://localhost:2121/
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder tls() {
        certificate = ServerTls.selfSigned();
        return this;
    }

    /**
     * Offers TLS as {@link #tls()} does, with your own certificate, such as one from Let's Encrypt. The files are read
     * at once.
     *
     * <pre>{@code
     * builder.tls(Path.of("fullchain.pem"), Path.of("privkey.pem")).requireTls().start();
     * }</pre>
     *
     * @param certificatePem the certificate in PEM form (RFC 7468), followed by those of its issuers if there are any
     * @param keyPem its private key in PEM form: RSA or EC, without a password
     * @return this builder
     * @throws IllegalArgumentException if a file is missing, is not such a file or is encrypted, or the key belongs to
     *     another certificate
     */
    public FtpServerBuilder tls(Path certificatePem, Path keyPem) {
        requireNonNull(certificatePem, "certificatePem");
        requireNonNull(keyPem, "keyPem");
        certificate = ServerTls.pem(certificatePem, keyPem);
        ServerTls.warning(keyPem).ifPresent(warnings::add);
        return this;
    }

    /**
     * Offers TLS with your own certificate, as {@link #tls(Path, Path)} does.
     *
     * <pre>{@code
     * builder.tls("fullchain.pem", "privkey.pem").requireTls().start();
     * }</pre>
     *
     * @param certificatePem the path of the certificate file
     * @param keyPem the path of the private key file
     * @return this builder
     * @throws IllegalArgumentException as {@link #tls(Path, Path)} does
     */
    public FtpServerBuilder tls(String certificatePem, String keyPem) {
        requireNonNull(certificatePem, "certificatePem");
        requireNonNull(keyPem, "keyPem");
        return tls(Path.of(certificatePem), Path.of(keyPem));
    }

    /**
     * Offers TLS as {@link #tls()} does, with the first certificate of a key store that has its private key.
     *
     * <pre>{@code
     * var password = "changeit".toCharArray();
     * builder.tls(KeyStore.getInstance(new File("server.p12"), password), password)
     * }</pre>
     *
     * @param store the key store, loaded
     * @param password the private key's password
     * @return this builder
     * @throws IllegalArgumentException if it contains no private key, or the password is wrong
     */
    public FtpServerBuilder tls(KeyStore store, char[] password) {
        requireNonNull(store, "store");
        requireNonNull(password, "password");
        certificate = ServerTls.keyStore(store, password);
        return this;
    }

    /**
     * Begins each connection with TLS, without AUTH, as clients expect of {@code ftps://} URIs and port 990. Data
     * connections are encrypted too, unless the client sends PROT C. Does {@link #tls()} if no certificate was given.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home).implicitTls().requireSessionReuse();
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder implicitTls() {
        return demand(tlsDemands.withImplicit());
    }

    /**
     * Refuses USER and PASS before AUTH TLS, and data connections before PROT P (both with 550), so that neither
     * passwords nor files cross the network in the clear. Does {@link #tls()} if no certificate was given.
     *
     * @return this builder
     */
    public FtpServerBuilder requireTls() {
        return demand(tlsDemands.withRequired());
    }

    /**
     * Refuses TLS data connections that don't resume the control connection's TLS session (522), so that nobody else
     * can take one over. curl and lftp resume it; Python's ftplib does not. Does {@link #tls()} if no certificate was
     * given.
     *
     * @return this builder
     */
    public FtpServerBuilder requireSessionReuse() {
        return demand(tlsDemands.withSessionReuse());
    }

    /**
     * Accepts uploads under TLS whose data connection ends without TLS's end mark (close_notify, RFC 8446, section 6.1),
     * as clients end them that just close the connection. Without the mark the server can't tell a whole file from one
     * that somebody on the network has cut off, so by default such uploads fail (426). vsftpd has the same choice as
     * {@code strict_ssl_read_eof=NO}. A connection that is reset fails in any case. Does {@link #tls()} if no certificate
     * was given.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elrw").requireTls().permitMissingCloseNotify();
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder permitMissingCloseNotify() {
        return demand(tlsDemands.withoutCloseNotify());
    }

    /**
     * Demands of each client a certificate that was issued by one of these (RFC 4217, section 15.1.2), beside the password.
     * Clients without one can't connect, and neither can those that don't use TLS: does {@link #requireTls()}. Data
     * connections must have the same certificate. {@link #loginByClientCertificate()} takes it instead of the password.
     *
     * <pre>{@code
     * builder.requireClientCertificates(Path.of("clients-ca.pem")).start();
     * // curl --ssl-reqd --cacert server.pem --cert ann.pem --key ann.key -u ann:potato ftp://localhost:2121/
     * }</pre>
     *
     * @param issuers a file with one or more certificates in PEM form (RFC 7468): of the authorities that issue the
     *     clients' certificates, or the clients' own ones; read at once
     * @return this builder
     * @throws IllegalArgumentException if the file is missing or contains no certificate
     */
    public FtpServerBuilder requireClientCertificates(Path issuers) {
        requireNonNull(issuers, "issuers");
        return demand(tlsDemands.withClients(ClientCertificates.issuedBy(issuers)));
    }

    /**
     * Demands certificates of clients, as {@link #requireClientCertificates(Path)} does.
     *
     * <pre>{@code
     * builder.requireClientCertificates("clients-ca.pem").loginByClientCertificate().start();
     * }</pre>
     *
     * @param issuers the path of the file
     * @return this builder
     * @throws IllegalArgumentException if the file is missing or contains no certificate
     */
    public FtpServerBuilder requireClientCertificates(String issuers) {
        return requireClientCertificates(Path.of(requireNonNull(issuers, "issuers")));
    }

    /**
     * Demands certificates of clients, as {@link #requireClientCertificates(Path)} does.
     *
     * <pre>{@code
     * builder.requireClientCertificates(KeyStore.getInstance(new File("clients.p12"), "changeit".toCharArray()))
     * }</pre>
     *
     * @param issuers a trust store, loaded; all its certificates count
     * @return this builder
     * @throws IllegalArgumentException if it contains no certificate
     */
    public FtpServerBuilder requireClientCertificates(KeyStore issuers) {
        requireNonNull(issuers, "issuers");
        return demand(tlsDemands.withClients(ClientCertificates.issuedBy(issuers)));
    }

    /**
     * Lets the certificate that is {@linkplain #requireClientCertificates(Path) demanded} stand for the password: USER is
     * answered with 232 (RFC 2228, section 5.1) if the certificate's common name (CN) is the user's, and with 530
     * otherwise. Passwords are not asked for any more. The users are those of the builder; {@link #authenticate} is not
     * asked.
     *
     * <pre>{@code
     * builder.requireClientCertificates("clients-ca.pem").loginByClientCertificate();
     * }</pre>
     *
     * @return this builder; {@link #start()} fails if no certificates are demanded
     */
    public FtpServerBuilder loginByClientCertificate() {
        return demand(tlsDemands.withLoginByCertificate());
    }

    private FtpServerBuilder demand(ServerTls.Demands demands) {
        tlsDemands = demands;
        return certificate == null ? tls() : this;
    }

    /**
     * Acknowledges an upload (226) only when the file and its name in the directory are on the disk, so that they survive
     * a power failure (fsync). Each upload then takes as long as the disk needs for that, often some milliseconds. On
     * Windows this holds for the file only, as names can't be written there by themselves, and it says nothing about
     * directories that were made shortly before. By default the operating system writes files when it likes, within some
     * seconds.
     *
     * <pre>{@code
     * FtpServer.builder().user("ann", "potato", home, "elrw").syncUploads();
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder syncUploads() {
        syncUploads = true;
        return this;
    }

    /**
     * Shows the times of LIST and STAT in this JVM's time zone instead of UTC, as {@link #zone} does.
     *
     * @return this builder
     */
    public FtpServerBuilder localTime() {
        return zone(ZoneId.systemDefault());
    }

    /**
     * Sets the time zone of the times that LIST and STAT show. They don't name it, and most clients assume that it is
     * their own; MLSD, MLST and MDTM always use UTC (RFC 3659, section 2.3).
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).zone(ZoneId.of("Europe/Berlin"))
     * }</pre>
     *
     * @param zone such as {@code ZoneId.systemDefault()} for clients in the same JVM. Default: UTC, as other servers do
     * @return this builder
     */
    public FtpServerBuilder zone(ZoneId zone) {
        listZone = requireNonNull(zone, "zone");
        return this;
    }

    /**
     * Sets the server's limits.
     *
     * @param limits connections, logins, timeouts and rates
     * @return this builder
     */
    public FtpServerBuilder limits(ServerLimits limits) {
        requireNonNull(limits, "limits");
        this.limits = limits;
        return this;
    }

    /**
     * Sets the texts of three replies.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).localTime().texts("ready", "Hello, class.", "See you tomorrow.");
     * }</pre>
     *
     * @param banner the greeting of a new connection (220); one line
     * @param welcome the reply to a successful login (230); one line
     * @param goodbye the reply to QUIT (221); one line
     * @return this builder
     * @throws IllegalArgumentException if one contains a line break or another control character
     */
    public FtpServerBuilder texts(String banner, String welcome, String goodbye) {
        requireNonNull(banner, "banner");
        requireNonNull(welcome, "welcome");
        requireNonNull(goodbye, "goodbye");
        texts = new ServerSettings.Texts(banner, welcome, goodbye);
        return this;
    }

    /**
     * Sets the greeting of a new connection (220). {@link #texts} sets it with two other replies.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).banner("Ann's files.").start();
     * }</pre>
     *
     * @param banner the greeting; one line
     * @return this builder
     * @throws IllegalArgumentException if it contains a line break or another control character
     */
    public FtpServerBuilder banner(String banner) {
        requireNonNull(banner, "banner");
        texts = new ServerSettings.Texts(banner, texts.welcome(), texts.goodbye());
        return this;
    }

    /**
     * Notifies a listener of each event of one kind. Listeners are called on their own thread, one event after the
     * other. An exception that a listener throws is written to the log and has no other effect.
     *
     * <pre>{@code
     * builder.on(ServerEvent.Upload.class, upload -> System.out.println(upload.path()))
     * }</pre>
     *
     * @param kind the class of the events; {@code ServerEvent.class} for all
     * @param listener the listener
     * @param <E> the type of the events
     * @return this builder
     */
    public <E extends ServerEvent> FtpServerBuilder on(Class<E> kind, Consumer<? super E> listener) {
        requireNonNull(kind, "kind");
        requireNonNull(listener, "listener");
        subscriptions.add(new EventSubscription<>(kind, listener));
        return this;
    }

    /**
     * Also passes each entry of the log on, to a {@link System.Logger} or a file for example. Called on a thread of its
     * own; {@link FtpServer#log()} is not affected.
     *
     * <pre>{@code
     * builder.onLog(entry -> System.getLogger("ftp").log(System.Logger.Level.INFO, entry.text()))
     * }</pre>
     *
     * @param follower called with each entry
     * @return this builder
     */
    public FtpServerBuilder onLog(Consumer<ServerLog.Entry> follower) {
        logFollowers.add(requireNonNull(follower, "follower"));
        return this;
    }

    /**
     * Prints nothing at the start, in a notebook or JShell either. Elsewhere nothing is printed in any case.
     *
     * <pre>{@code
     * FtpServer.builder().anonymous(home).quiet().start();
     * }</pre>
     *
     * @return this builder
     */
    public FtpServerBuilder quiet() {
        isQuiet = true;
        return this;
    }

    /**
     * Lets a function decide who may log in, beside the users that are listed: it is asked about all other names, with
     * the password. It may be slow, as it only holds the client that logs in, and is called by several threads at once.
     *
     * <pre>{@code
     * builder.authenticate((user, password) -> password.equals("tomato")
     *         ? Optional.of(ServerUser.of(user, home, Permission.parse("elr")))
     *         : Optional.empty());
     * }</pre>
     *
     * @param authenticator returns the user, whose home must exist, if the password is right; otherwise empty. If it
     *     throws, the client gets reply 451, and the log says why
     * @return this builder
     */
    public FtpServerBuilder authenticate(BiFunction<String, String, Optional<ServerUser>> authenticator) {
        requireNonNull(authenticator, "authenticator");
        this.authenticator = authenticator;
        return this;
    }

    /**
     * Lets a function veto or answer a command before it runs. It is asked when the client may use the command: after the
     * login, with an argument as the command needs it, and if the user has the command's letter in at least one directory;
     * the letters of the very directory are checked afterwards. It may be slow, as it only holds the client that sent the
     * command, and is called by several threads at once. Several functions for one command are asked in the order in which
     * they were added, until one answers.
     *
     * <pre>{@code
     * builder.before("STOR", (client, path) -> path.endsWith(".exe")
     *         ? Optional.of(Reply.of(553, List.of("No programs, please.")))
     *         : Optional.empty());
     * }</pre>
     *
     * @param verb the command, such as {@code STOR} or {@code SITE CHMOD}; {@code MKD} stands for {@code XMKD} too (RFC
     *     775), likewise RMD, CWD, CDUP and PWD. One that the server does not know otherwise is
     *     there if the function answers it
     * @param check takes the client and the argument, which of commands on files and directories is the path from {@code
     *     /}; returns the final reply, or empty if the command is to run. If it throws, the client gets reply 451, and the
     *     log says why
     * @return this builder
     * @throws IllegalArgumentException if the verb is no command
     */
    public FtpServerBuilder before(String verb, BiFunction<ServerEvent.Client, String, Optional<Reply>> check) {
        requireNonNull(verb, "verb");
        requireNonNull(check, "check");
        checks.add(new CommandCheck(verb, check));
        return this;
    }

    /**
     * Imitates another server: its greeting, features, replies, listings and habits, so that a client can be tried with
     * it where it can't be installed. What is done stays as it is: users, letters, homes, limits, TLS. Texts set by
     * {@link #texts} and {@link #banner} are kept.
     *
     * <pre>{@code
     * var server = builder.manners(Manners.VSFTPD).start();
     * server.connect("anonymous", "").features();    // without MLST, as vsftpd has none
     * }</pre>
     *
     * @param manners the server to imitate
     * @return this builder
     */
    public FtpServerBuilder manners(Manners manners) {
        this.manners = requireNonNull(manners, "manners");
        return this;
    }

    /**
     * Makes the lines of LIST, as any server may write them, so that a client's parser can be tried with forms that no
     * {@link #manners} have. MLSD and MLST are then unknown, as clients would not use LIST otherwise.
     *
     * <pre>{@code
     * builder.listing(file -> (file.isDirectory() ? "<DIR>  " : "       ") + file.name());
     * }</pre>
     *
     * @param line takes a file or directory, of which name, type, size, time, letters of permissions ({@code rw-r--r--}),
     *     owner, group and a link's target are known, and returns its line; of several lines it makes one. Called by
     *     several threads at once. If it throws, the client gets reply 451
     * @return this builder
     */
    public FtpServerBuilder listing(Function<RemoteFile, String> line) {
        listing = requireNonNull(line, "line");
        return this;
    }

    /**
     * Captures the bytes of all connections, control and data, in a file that Wireshark opens (pcapng): as they go over
     * the wire, encrypted if they are. Of plain FTP that includes passwords and the contents of files. The packets'
     * headers are made up. The file is created or emptied when the server starts, can be read while it runs, and takes
     * no more than 1 GiB. {@link #start()} fails if another server is writing to it.
     *
     * <pre>{@code
     * var server = builder.capture("session.pcapng").start();
     * // wireshark -d tcp.port==2121,ftp session.pcapng
     * }</pre>
     *
     * @param file the path of the file
     * @return this builder
     */
    public FtpServerBuilder capture(String file) {
        return capture(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Captures the bytes of all connections in a file that Wireshark opens, as {@link #capture(String)} does.
     *
     * <pre>{@code
     * builder.capture(directory.resolve("session.pcapng")).start();
     * }</pre>
     *
     * @param file the file
     * @return this builder
     */
    public FtpServerBuilder capture(Path file) {
        capture = requireNonNull(file, "file");
        return this;
    }

    /**
     * Records what clients and the server say and transfer, into a file from which {@link FtpServer#replay(String)}
     * answers in the same way. Passwords are not in it, but the contents of files are, up to 8 MiB of each. The file is
     * created or emptied when the server starts; {@code docs/replay.md} describes it.
     *
     * <pre>{@code
     * var server = builder.record("lesson.recording");
     * }</pre>
     *
     * @param file the path of the file
     * @return this builder
     */
    public FtpServerBuilder record(String file) {
        return record(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Records what clients and the server say and transfer, as {@link #record(String)} does.
     *
     * <pre>{@code
     * builder.record(directory.resolve("lesson.recording")).start();
     * }</pre>
     *
     * @param file the file
     * @return this builder
     */
    public FtpServerBuilder record(Path file) {
        recording = requireNonNull(file, "file");
        return this;
    }

    /** Replays a recording instead of serving files, on any free port. */
    FtpServerBuilder replay(Recording recorded) {
        replay = recorded;
        return port(0);
    }

    /**
     * Starts a server. Its log goes to SLF4J, as logger {@code io.github.ftplab.FtpServer}: normal events as DEBUG, so
     * that a server in a test is silent, warnings as WARN, and errors as ERROR.
     *
     * <p>In a notebook or JShell it also prints where it listens, and an earlier server of this JVM on the same address
     * and port, or on the default port if none was set, is stopped first, so that a cell can be run again. A program's
     * servers are never replaced: two without a port are two, and a port that is taken is an error.
     *
     * @return the server, accepting connections
     * @throws IllegalStateException if there is no user, so that nobody could log in, or certificates stand for
     *     passwords and none are demanded
     * @throws FtpException.Start if it can't listen, for example because the port is in use
     */
    public FtpServer start() {
        if (accounts.all().isEmpty() && authenticator == null && replay == null) {
            throw new IllegalStateException(
                    "the server has no user: add one with user(name, password, home, letters), or let anybody read"
                            + " with anonymous(home)");
        }
        if (tlsDemands.loginByCertificate() && tlsDemands.clients() == null) {
            throw new IllegalStateException(
                    "loginByClientCertificate() needs requireClientCertificates(…), which says whose certificates count");
        }
        return RunningServers.start(this);
    }

    /**
     * {@return one line with what was set, such as {@code FtpServerBuilder (127.0.0.1:2121, users: test)}; never a
     * password}
     */
    @Override
    public String toString() {
        var chosen = new ArrayList<String>();
        chosen.add(HostPort.text(address.getHostAddress(), port == null ? FtpServer.DEFAULT_PORT : port));
        var names =
                accounts.all().stream().map(Account::name).map(Text::visible).toList();
        if (authenticator == null || !names.isEmpty()) {
            chosen.add(names.isEmpty() ? "no users" : "users: " + String.join(", ", names));
        }
        if (authenticator != null) {
            chosen.add("own authentication");
        }
        if (network.passivePorts() != null) {
            chosen.add("passive " + network.passivePorts().inWords());
        }
        if (certificate != null) {
            var kind = tlsDemands.implicit() ? "implicit TLS" : "TLS";
            chosen.add(tlsDemands.required() ? kind + ", required" : kind);
            if (tlsDemands.clients() != null) {
                chosen.add(tlsDemands.loginByCertificate() ? "login by certificate" : "certificates of clients");
            }
        }
        if (syncUploads) {
            chosen.add("uploads synced");
        }
        if (!limits.equals(ServerLimits.DEFAULT)) {
            chosen.add("own limits");
        }
        if (!checks.isEmpty()) {
            chosen.add("own checks: " + checks.size());
        }
        if (manners != null) {
            chosen.add("manners of " + manners.server());
        }
        if (listing != null) {
            chosen.add("own listing");
        }
        if (recording != null) {
            chosen.add("recording: " + recording);
        }
        if (capture != null) {
            chosen.add("capture: " + capture);
        }
        if (!subscriptions.isEmpty() || !logFollowers.isEmpty()) {
            chosen.add("listeners: " + (subscriptions.size() + logFollowers.size()));
        }
        return "FtpServerBuilder (" + String.join(", ", chosen) + ")";
    }

    FtpServer launch(List<Integer> ports, EventLog events) {
        var tls = certificate == null ? null : certificate.make(address, tlsDemands);
        var settings = new ServerSettings(
                address,
                ports,
                network,
                listZone,
                limits,
                texts,
                List.copyOf(subscriptions),
                List.copyOf(logFollowers),
                syncUploads,
                capture,
                authenticator,
                List.copyOf(checks),
                manners,
                listing,
                recordingFile(events),
                replay);
        return new FtpServer(ServerEngine.start(settings, accounts.all(), tls, events), events, copy());
    }

    private @Nullable RecordingFile recordingFile(EventLog events) {
        try {
            return recording == null
                    ? null
                    : RecordingFile.create(recording, why -> events.add(ServerLog.Level.WARNING, why));
        } catch (IOException e) {
            throw new FtpException.Start("cannot write the recording " + recording + ": " + Text.reason(e), e);
        }
    }

    private FtpServerBuilder copy() {
        var copy = new FtpServerBuilder();
        for (var account : accounts.all()) {
            copy.accounts.add(account);
        }
        copy.address = address;
        copy.port = port;
        copy.network = network;
        copy.certificate = certificate;
        copy.tlsDemands = tlsDemands;
        copy.listZone = listZone;
        copy.homesCreated = homesCreated;
        copy.limits = limits;
        copy.texts = texts;
        copy.subscriptions.addAll(subscriptions);
        copy.logFollowers.addAll(logFollowers);
        copy.warnings.addAll(warnings);
        copy.syncUploads = syncUploads;
        copy.isQuiet = isQuiet;
        copy.capture = capture;
        copy.authenticator = authenticator;
        copy.checks.addAll(checks);
        copy.manners = manners;
        copy.listing = listing;
        copy.recording = recording;
        copy.replay = replay;
        return copy;
    }
}
