package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.client.BackgroundCalls;
import io.github.ftplab.internal.client.ClientSession;
import io.github.ftplab.internal.client.DirectoryTransfers;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.directory.DirectoryMaker;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.DirectoryWalk;
import io.github.ftplab.internal.client.listing.FileQueries;
import io.github.ftplab.internal.client.listing.ListingReader;
import io.github.ftplab.internal.client.listing.NameReader;
import io.github.ftplab.internal.client.settings.ClientSettings;
import io.github.ftplab.internal.client.transfer.Download;
import io.github.ftplab.internal.client.transfer.LocalTarget;
import io.github.ftplab.internal.client.transfer.RemoteAttributes;
import io.github.ftplab.internal.client.transfer.RemoteStreams;
import io.github.ftplab.internal.client.transfer.StreamSource;
import io.github.ftplab.internal.client.transfer.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A session with an FTP server (RFC 959): log in, list directories, transfer files.
 *
 * <pre>{@code
 * var ftp = FtpClient.connect("127.0.0.1", 2121).login("test", "potato");
 * ftp.dir();                       // -rw-r--r--   1 test  test  6 Mar 05 21:18 example.txt
 * ftp.download("example.txt");     // downloaded example.txt → ./example.txt (6 bytes, 1.2 ms)
 * ftp.quit();                      // 221 Goodbye.
 * }</pre>
 *
 * <p><b>Defaults:</b> data connections are passive and go to the server's own address, files are transferred in binary,
 * names are UTF-8, and every call has a time limit: 10 seconds for a connection, 30 for a reply, 30 for a transfer that
 * stalls.
 *
 * <p><b>Paths on the server</b> are separated by {@code /} and relative to the current directory ({@link #cd}) unless
 * they begin with {@code /}. A name means the entry with exactly that name in a listing: {@code ~} is not the user's
 * home, {@code -a} not an option, {@code [x]} not a pattern, and leading and trailing blanks are part of it. (Only
 * {@link #dir(String)} and {@link #nlst(String)} pass a name that is not a directory to the server, which may expand
 * patterns.) A name with a line break is an {@link IllegalArgumentException}, and nothing is sent.
 *
 * <p><b>Local files</b> are a {@link Path}, or a string for {@link Path#of(String, String...) Path.of}.
 *
 * <p><b>Errors</b> are {@link FtpException}s, whose message says what to do. A refused call leaves the session
 * usable. After {@link #quit} or {@link #close} each call is an {@link IllegalStateException}; after the connection
 * was lost, an {@link FtpException.Connection}.
 *
 * <p><b>Threads:</b> calls from several threads run one after the other. {@link #close} does not wait, but ends the
 * running call; an interrupt ends it too.
 */
public final class FtpClient implements AutoCloseable {

    /** FTP's default port, 21. {@link FtpServer} listens on 2121 by default. */
    public static final int DEFAULT_PORT = 21;

    private static final String ANONYMOUS = "anonymous";

    final ClientSession session;
    private final ListingReader lists;
    private final NameReader names;
    private final FileQueries lookup;
    private final DirectoryWalk walk;
    private final Download downloads;
    private final Upload uploads;
    private final RemoteStreams streams;
    private final RemoteAttributes attributes;
    private final DirectoryTransfers trees;
    private final BackgroundCalls background;

    FtpClient(ClientSession session) {
        this.session = session;
        this.lists = new ListingReader(session, session.settings().encoding());
        this.names = new NameReader(session, lists);
        this.lookup = new FileQueries(session);
        this.walk = new DirectoryWalk(session, lists);
        this.downloads = new Download(session);
        this.uploads = new Upload(session);
        this.streams = new RemoteStreams(session);
        this.attributes = new RemoteAttributes(session);
        this.trees = new DirectoryTransfers(session);
        this.background = new BackgroundCalls(session);
    }

    /** {@return a builder for a session with other settings than the defaults of {@link #connect(String, int)}} */
    public static FtpClientBuilder builder() {
        return new FtpClientBuilder();
    }

    /**
     * Connects to port 21 of a server.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect("ftp.example.org").anonymous();
     * }</pre>
     *
     * @param host its name or address
     * @return a session without a login
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if what listens there does not speak FTP
     */
    public static FtpClient connect(String host) {
        return connect(host, DEFAULT_PORT);
    }

    /**
     * Connects to a server.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect("127.0.0.1", 2121);
     * }</pre>
     *
     * @param host its name or address
     * @param port its port, 1 to 65535
     * @return a session without a login
     * @throws FtpException.Connection if the host is unknown, nothing listens there, or there is no answer in time
     * @throws FtpException.Refused if the server takes no more sessions
     * @throws FtpException.Protocol if what listens there does not speak FTP
     */
    public static FtpClient connect(String host, int port) {
        return builder().connect(requireNonNull(host, "host"), port);
    }

    /**
     * Connects to the server of a URI, such as {@code ftp://test@127.0.0.1:2121/pub}. Logs in if the URI has a user and
     * a password, as in {@code ftp://test:potato@127.0.0.1/}.
     *
     * <pre>{@code
     * var ftp = FtpClient.connect(URI.create("ftp://127.0.0.1:2121")).login("test", "potato");
     * }</pre>
     *
     * @param address an {@code ftp} address; port 21 if it names none; its path is the directory to go to after the
     *     login
     * @return the session
     * @throws IllegalArgumentException if it is not an {@code ftp} URI
     * @throws FtpException as {@link #connect(String, int)} and {@link #login} do
     */
    public static FtpClient connect(URI address) {
        return builder().connect(requireNonNull(address, "address"));
    }

    static FtpClient open(String host, int port, ClientSettings settings) {
        return new FtpClient(ClientSession.connect(host, port, settings));
    }

    /**
     * Logs in (USER and PASS). Can be called again for another user, if the server allows it.
     *
     * @param user the user's name, as the server knows it; upper and lower case differ
     * @param password the password; it is in no message and no {@code toString}
     * @return this session
     * @throws FtpException.Refused if the server does not let the user in, mostly with code 530
     */
    public FtpClient login(String user, String password) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        session.login(user, password, Optional.empty());
        return this;
    }

    /**
     * Logs in to a server that demands an account as well (USER, PASS and ACCT, RFC 959, section 4.1.1). The account is
     * sent if the server asks for it (332).
     *
     * <pre>{@code
     * ftp.login("test", "potato", "physics");
     * }</pre>
     *
     * @param user the user's name, as the server knows it; upper and lower case differ
     * @param password the password; it is in no message and no {@code toString}
     * @param account the account; it is in no message either
     * @return this session
     * @throws FtpException.Refused if the server does not let the user in, mostly with code 530 or 532
     */
    public FtpClient login(String user, String password, String account) {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
        requireNonNull(account, "account");
        session.login(user, password, Optional.of(account));
        return this;
    }

    /**
     * Logs in as {@code anonymous} (RFC 1635), as public servers allow it.
     *
     * @return this session
     * @throws FtpException.Refused if the server lets nobody in without a password
     */
    public FtpClient anonymous() {
        return login(ANONYMOUS, ANONYMOUS + "@");
    }

    /**
     * Lists the current directory (LIST).
     *
     * <pre>{@code
     * for (var line : ftp.dir().lines()) System.out.println("- " + line);
     * }</pre>
     *
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing dir() {
        return listing(Optional.empty());
    }

    /**
     * Lists a directory, or one file (LIST).
     *
     * <pre>{@code
     * ftp.dir("pub").lines();
     * }</pre>
     *
     * @param path the directory on the server
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if there is no such directory (550), or the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing dir(String path) {
        return listing(Optional.of(requireNonNull(path, "path")));
    }

    private Listing listing(Optional<String> path) {
        var found = lists.list(path);
        return listing(path.orElse(""), found);
    }

    /**
     * Lists the current directory with all facts, such as exact times and sizes (MLSD, RFC 3659; LIST if the server has
     * no MLSD). {@link #dir()} has lines for people to read.
     *
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing list() {
        return machineListing(Optional.empty());
    }

    /**
     * Lists a directory with all facts (MLSD, else LIST).
     *
     * <pre>{@code
     * ftp.list("pub").sorted(Comparator.comparing(file -> file.size().orElse(0)));
     * }</pre>
     *
     * @param path the directory on the server
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if there is no such directory (550), or the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing list(String path) {
        return machineListing(Optional.of(requireNonNull(path, "path")));
    }

    private static Listing listing(String directory, ListingReader.Found found) {
        var format = found.format();
        return new Listing(
                found.lines(),
                format.isForPeople(),
                found.truncated(),
                unread -> format.read(found.lines(), directory, unread));
    }

    private Listing machineListing(Optional<String> path) {
        var found = lists.machineList(path);
        return listing(path.orElse(""), found);
    }

    /**
     * Lists a directory of any size and passes on each entry as it arrives, without storing it.
     *
     * <pre>{@code
     * ftp.list("archive", file -> System.out.println(file.name()));
     * }</pre>
     *
     * @param path the directory on the server
     * @param action what to do with each entry; this session can't do anything else meanwhile. If it throws, the
     *     listing is broken off
     * @return how many entries there were, and what of the listing was not understood or is missing
     * @throws FtpException.Refused if there is no such directory (550), or the user may not list it
     */
    public Listing.Summary list(String path, Consumer<RemoteFile> action) {
        requireNonNull(path, "path");
        requireNonNull(action, "action");
        return lists.forEach(Optional.of(path), action);
    }

    /**
     * Lists a directory recursively. Links are listed but not followed.
     *
     * <pre>{@code
     * ftp.walk("pub").matching("*.txt").totalSize();
     * }</pre>
     *
     * @param path the directory on the server
     * @return all entries, each directory before its contents; their paths begin with the given one
     * @throws FtpException.Refused if one of them can't be listed
     * @throws FtpException.Protocol if there are more than 100 levels or a million entries
     */
    public Listing walk(String path) {
        return walk(path, Integer.MAX_VALUE);
    }

    /**
     * Lists a directory recursively, to a maximum depth.
     *
     * <pre>{@code
     * ftp.walk("pub", 2).filter(RemoteFile::isDirectory);
     * }</pre>
     *
     * @param path the directory on the server
     * @param depth how many levels; 1 is the directory alone
     * @return all entries, each directory before its contents; their paths begin with the given one
     * @throws FtpException.Refused if one of them can't be listed
     */
    public Listing walk(String path, int depth) {
        requireNonNull(path, "path");
        if (depth < 1) {
            throw new IllegalArgumentException("a depth of " + depth + " lists nothing; 1 is the directory alone");
        }
        var found = walk.walk(Optional.of(path), depth);
        return new Listing(found.files(), found.unread(), found.truncated());
    }

    /**
     * Lists the names in the current directory (NLST).
     *
     * <pre>{@code
     * ftp.nlst();    // [example.txt, pub]
     * }</pre>
     *
     * @return the names, in the server's order; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     */
    public List<String> nlst() {
        return names.names(Optional.empty());
    }

    /**
     * Lists the names in a directory (NLST).
     *
     * <pre>{@code
     * ftp.nlst("pub");    // [a.txt, b.md]
     * }</pre>
     *
     * @param path the directory on the server
     * @return the names as the server wrote them, some servers put the directory before each; none if it is empty
     * @throws FtpException.Refused if there is no such directory (550), or the user may not list it
     */
    public List<String> nlst(String path) {
        return names.names(Optional.of(requireNonNull(path, "path")));
    }

    /**
     * Returns the facts about a file or directory (MLST, RFC 3659; on older servers by SIZE, MDTM and CWD).
     *
     * <pre>{@code
     * ftp.stat("example.txt");    // example.txt (6 bytes, 2026-03-05T21:18:00Z)
     * }</pre>
     *
     * @param path a file or directory on the server
     * @return what it is
     * @throws FtpException.Refused if there is nothing there (550), or the user may not see it
     */
    public RemoteFile stat(String path) {
        return lookup.stat(requireNonNull(path, "path"));
    }

    /**
     * Checks whether a file or directory exists.
     *
     * <pre>{@code
     * if (!ftp.exists("new")) ftp.mkdir("new");
     * }</pre>
     *
     * @param path a file or directory on the server
     * @return whether there is something that the user may see
     */
    public boolean exists(String path) {
        return lookup.exists(requireNonNull(path, "path"));
    }

    /**
     * Returns the size of a file (SIZE, RFC 3659).
     *
     * <pre>{@code
     * ftp.size("example.txt");    // 6
     * }</pre>
     *
     * @param path the file on the server
     * @return its size in bytes; by MLST or LIST where the server does not know SIZE
     * @throws FtpException.Refused if there is no such file (550), or the server can't tell
     */
    public long size(String path) {
        return lookup.size(requireNonNull(path, "path"));
    }

    /**
     * Returns the modification time of a file (MDTM, RFC 3659).
     *
     * <pre>{@code
     * ftp.modified("example.txt");    // 2026-03-05T21:18:00Z
     * }</pre>
     *
     * @param path the file on the server
     * @return the time, as exactly as the server gives it, usually to the second
     * @throws FtpException.Refused if there is no such file (550), or the server does not know the command
     */
    public Instant modified(String path) {
        return lookup.modified(requireNonNull(path, "path"));
    }

    /**
     * Changes the time of a file's last modification (MFMT, draft-somers-ftp-mfxx; where a server does not know that,
     * MDTM with a time, as vsftpd does).
     *
     * <pre>{@code
     * ftp.setModified("example.txt", Instant.parse("2026-03-05T21:18:00Z"));
     * ftp.modified("example.txt");    // 2026-03-05T21:18:00Z
     * }</pre>
     *
     * @param path the file on the server
     * @param time the time; fractions of a second are dropped
     * @return the server's answer
     * @throws IllegalArgumentException if its year does not have four digits; nothing is sent then
     * @throws FtpException.Refused if there is no such file, the user may not change it (550), or the server knows
     *     neither command (500)
     */
    public Reply setModified(String path, Instant time) {
        requireNonNull(path, "path");
        requireNonNull(time, "time");
        return attributes.changeTime(path, time);
    }

    /**
     * Changes the mode of a file or directory (SITE CHMOD), as {@code chmod} does on Unix.
     *
     * <pre>{@code
     * ftp.chmod("example.txt", "640");
     * ftp.chmod("example.txt", "rw-r-----");    // the same
     * }</pre>
     *
     * @param path the file or directory on the server
     * @param mode three or four octal digits, such as {@code 644}, or nine letters, such as {@code rw-r--r--}
     * @return the server's answer
     * @throws IllegalArgumentException if the mode is neither; nothing is sent then
     * @throws FtpException.Refused if there is nothing at the path, the user may not change it (550), or the server does
     *     not know the command
     */
    public Reply chmod(String path, String mode) {
        requireNonNull(path, "path");
        requireNonNull(mode, "mode");
        return attributes.changeMode(path, mode);
    }

    /**
     * Asks the server for the hash of a file's contents: the strongest that it offers in FEAT (HASH as it is chosen
     * there, draft-bryan-ftpext-hash; XSHA512, XSHA256, XSHA1, XMD5, MD5, XCRC).
     *
     * <pre>{@code
     * ftp.hash("example.txt");    // SHA-256 5891b5b5…
     * }</pre>
     *
     * @param path the file on the server
     * @return algorithm and digest; the server reads the whole file for it, which may take a while
     * @throws FtpException.Refused if there is no such file, the user may not read it (550), or the server has no hashes
     *     (500 or 502)
     */
    public FileHash hash(String path) {
        return attributes.hash(requireNonNull(path, "path"));
    }

    /**
     * Downloads a file into the program's current directory, under the same name (RETR).
     *
     * @param name the file's path on the server
     * @return the result of the transfer
     * @throws FtpException as {@link #download(String, Path, TransferOption...)} does
     */
    public Transfer download(String name) {
        return downloads.download(requireNonNull(name, "name"), Path.of(""));
    }

    /**
     * Downloads a file (RETR). The data go into a temporary file, which replaces the target when it is complete. If the
     * download fails, nothing is left, and an existing file is unchanged.
     *
     * <pre>{@code
     * ftp.download("example.txt", Path.of("copy.txt"));    // another name
     * ftp.download("example.txt", Path.of("copies"));      // into the directory copies, if there is one
     * }</pre>
     *
     * @param name the file's path on the server
     * @param target an existing directory, or the new file's path; missing parent directories are created. (A {@code
     *     Path} drops a trailing slash, so a missing directory can't be distinguished from a file; {@link
     *     #download(String, String, TransferOption...)} can)
     * @param options what to do if the target exists, and whether to keep the file's time; else the target is replaced
     *     when the download is complete, and keeps its mode and owner
     * @return the result of the transfer
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     * @throws FtpException.LocalFile if the target can't be written
     * @throws FtpException.Connection if the connection broke, or nothing moved for 30 seconds
     */
    public Transfer download(String name, Path target, TransferOption... options) {
        requireNonNull(name, "name");
        requireNonNull(target, "target");
        requireNonNull(options, "options");
        return downloads.download(name, target, options);
    }

    /**
     * Downloads a file (RETR), as {@link #download(String, Path, TransferOption...)} does.
     *
     * <pre>{@code
     * ftp.download("example.txt", "copy.txt");    // another name
     * ftp.download("example.txt", "copies/");     // into the directory copies, created if missing
     * }</pre>
     *
     * @param name the file's path on the server
     * @param target an existing directory, or the new file's path; a path that ends in {@code /}, or in {@code \} on
     *     Windows, is always a directory
     * @param options what to do if the target exists, and whether to keep the file's time; else the target is replaced
     * @return the result of the transfer
     * @throws FtpException as {@link #download(String, Path, TransferOption...)} does
     */
    public Transfer download(String name, String target, TransferOption... options) {
        requireNonNull(name, "name");
        requireNonNull(target, "target");
        requireNonNull(options, "options");
        return downloads.download(name, LocalTarget.named(target, name), options);
    }

    /**
     * Uploads a file into the current directory on the server, under its own name (STOR). A file of that name on the
     * server is replaced.
     *
     * <pre>{@code
     * ftp.upload(Path.of("exampleFile.txt"));    // uploaded ./exampleFile.txt → exampleFile.txt (8 bytes, 1.4 ms)
     * }</pre>
     *
     * @param file a local file
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(Path file) {
        requireNonNull(file, "file");
        return uploads.upload(file, Upload.localName(file));
    }

    /**
     * Uploads a file into the current directory on the server, under its own name (STOR). A file of that name on the
     * server is replaced.
     *
     * <pre>{@code
     * ftp.upload("exampleFile.txt");    // uploaded ./exampleFile.txt → exampleFile.txt (8 bytes, 1.4 ms)
     * }</pre>
     *
     * @param file the path of a local file
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(String file) {
        return upload(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Uploads a file (STOR). A file of that name on the server is replaced; if the upload fails, the server may keep a
     * partial file. The bytes that the file has at the beginning are sent. If the file is its own target, as the user's
     * home on the server is its local directory, it keeps its contents, or the upload is refused.
     *
     * <pre>{@code
     * ftp.upload(Path.of("exampleFile.txt"), "copy.txt");    // another name
     * ftp.upload(Path.of("exampleFile.txt"), "pub/");        // into the directory pub
     * }</pre>
     *
     * @param file a local file
     * @param remote the file's path on the server, or a directory there if it ends in {@code /}
     * @param options what to do if the file exists there, and whether to keep the file's time
     * @return the result of the transfer
     * @throws FtpException.LocalFile if there is no such file on this side, it can't be read or is its own target:
     *     nothing was sent then; or if it was shortened meanwhile
     * @throws FtpException.Refused if the user may not write there (550)
     * @throws FtpException.Connection if the connection broke, or nothing moved for 30 seconds
     */
    public Transfer upload(Path file, String remote, TransferOption... options) {
        requireNonNull(file, "file");
        requireNonNull(remote, "remote");
        requireNonNull(options, "options");
        return uploads.upload(file, remote, options);
    }

    /**
     * Uploads a file (STOR), as {@link #upload(Path, String, TransferOption...)} does.
     *
     * <pre>{@code
     * ftp.upload("exampleFile.txt", "pub/");    // from here, into the directory pub there
     * }</pre>
     *
     * @param file the path of a local file
     * @param remote the file's path on the server, or a directory there if it ends in {@code /}
     * @param options what to do if the file exists there, and whether to keep the file's time
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(String file, String remote, TransferOption... options) {
        return upload(Path.of(requireNonNull(file, "file")), remote, options);
    }

    /**
     * Uploads the rest of a stream (STOR). The stream is not closed, except a {@link java.io.FileInputStream} whose
     * upload fails or is interrupted. An interrupt does not end a {@code read} of the stream that is waiting, unless the
     * stream itself responds to interrupts.
     *
     * <pre>{@code
     * ftp.upload(new ByteArrayInputStream(bytes), "bytes.bin");
     * }</pre>
     *
     * @param source what to upload
     * @param remote the file's path on the server
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer upload(InputStream source, String remote) {
        requireNonNull(source, "source");
        requireNonNull(remote, "remote");
        return uploads.upload(StreamSource.of(source), remote);
    }

    /**
     * Uploads a file under a name that the server chooses (STOU), so that nothing is replaced.
     *
     * <pre>{@code
     * ftp.uploadUnique(Path.of("exampleFile.txt")).remote();
     * }</pre>
     *
     * @param file a local file
     * @return the result of the transfer; {@link Transfer#remote()} is the name
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer uploadUnique(Path file) {
        return uploads.uploadUnique(requireNonNull(file, "file"));
    }

    /**
     * Uploads a file under a name that the server chooses (STOU), so that nothing is replaced.
     *
     * <pre>{@code
     * ftp.uploadUnique("exampleFile.txt").remote();
     * }</pre>
     *
     * @param file the path of a local file
     * @return the result of the transfer; {@link Transfer#remote()} is the name
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer uploadUnique(String file) {
        return uploadUnique(Path.of(requireNonNull(file, "file")));
    }

    /**
     * Appends a file to one on the server (APPE), which is created if it is missing.
     *
     * <pre>{@code
     * ftp.append(Path.of("exampleFile.txt"), "example.txt");
     * }</pre>
     *
     * @param file a local file
     * @param remote the path on the server
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer append(Path file, String remote) {
        requireNonNull(file, "file");
        requireNonNull(remote, "remote");
        return uploads.append(file, remote);
    }

    /**
     * Appends a file to one on the server (APPE), which is created if it is missing.
     *
     * <pre>{@code
     * ftp.append("exampleFile.txt", "example.txt");
     * }</pre>
     *
     * @param file the path of a local file, not a text
     * @param remote the path on the server
     * @return the result of the transfer
     * @throws FtpException as {@link #upload(Path, String, TransferOption...)} does
     */
    public Transfer append(String file, String remote) {
        return append(Path.of(requireNonNull(file, "file")), remote);
    }

    /**
     * Sets the progress listener of all further file transfers. It is called when a transfer begins, about five times a
     * second at most while it runs, and at its end.
     *
     * <p>The thread that transfers the file calls the listener and waits for it; calls never overlap, even if several
     * sessions share the listener. An exception of the listener ends the transfer and is thrown by the call that began
     * it. The listener can't use this session.
     *
     * <pre>{@code
     * ftp.onProgress(progress -> System.out.println(progress));
     * }</pre>
     *
     * @param listener replaces the previous one
     */
    public void onProgress(Consumer<TransferProgress> listener) {
        session.onProgress(requireNonNull(listener, "listener"));
    }

    /**
     * Reads a file on the server as text, in UTF-8 (RETR).
     *
     * <pre>{@code
     * ftp.readText("example.txt");    // hello
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its contents
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     */
    public String readText(String name) {
        return new String(readBytes(requireNonNull(name, "name")), StandardCharsets.UTF_8);
    }

    /**
     * Reads a file on the server into memory (RETR).
     *
     * <pre>{@code
     * Arrays.toString(ftp.readBytes("example.txt"));    // [104, 101, 108, 108, 111, 10]
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its bytes
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     * @throws FtpException.Protocol if it has more than 2 GiB; {@link #read(String)} takes any length
     */
    public byte[] readBytes(String name) {
        return streams.readAll(requireNonNull(name, "name"));
    }

    /**
     * Writes a text to a file on the server, in UTF-8 (STOR). A file of that name is replaced.
     *
     * <pre>{@code
     * ftp.writeText("note.txt", "hello");
     * }</pre>
     *
     * @param name the file's path on the server
     * @param text the new contents
     * @return the result of the transfer
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public Transfer writeText(String name, String text) {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        return writeBytes(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Writes bytes to a file on the server (STOR). A file of that name is replaced.
     *
     * <pre>{@code
     * ftp.writeBytes("bytes.bin", new byte[] {1, 2, 3});
     * }</pre>
     *
     * @param name the file's path on the server
     * @param bytes the new contents
     * @return the result of the transfer
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public Transfer writeBytes(String name, byte[] bytes) {
        requireNonNull(name, "name");
        requireNonNull(bytes, "bytes");
        return upload(new ByteArrayInputStream(bytes), name);
    }

    /**
     * Adds a text to the end of a file on the server, in UTF-8 (APPE). The file is created if it is missing.
     *
     * <pre>{@code
     * ftp.appendText("note.txt", "another line\n");
     * }</pre>
     *
     * @param name the file's path on the server
     * @param text what to add to it
     * @return the result of the transfer
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public Transfer appendText(String name, String text) {
        requireNonNull(name, "name");
        requireNonNull(text, "text");
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        return uploads.append(StreamSource.of(bytes), name);
    }

    /**
     * Opens a file on the server for reading (RETR). Until the stream is closed, other calls on the session fail;
     * closing it early breaks off the transfer. What fails after this call is an {@link IOException}, as with every
     * stream, with the {@link FtpException} as its cause and the same message.
     *
     * <pre>{@code
     * try (var in = ftp.read("example.txt")) {
     *     System.out.println(in.read());
     * }
     * }</pre>
     *
     * @param name the file's path on the server
     * @return its contents
     * @throws FtpException.Refused if there is no such file, or the user may not read it (550)
     */
    public InputStream read(String name) {
        return read(name, 0);
    }

    /**
     * Opens a file on the server for reading from an offset in it (REST and RETR, RFC 3659, section 5), as {@link
     * #read(String)} does from the beginning.
     *
     * <pre>{@code
     * try (var in = ftp.read("example.txt", 4)) {
     *     System.out.println(in.read());    // 111, the o of hello
     * }
     * }</pre>
     *
     * @param name the file's path on the server
     * @param offset how many bytes to skip; 0 reads the whole file
     * @return the bytes from the offset on; none if the file ends there. For an offset beyond the end, the result
     *     depends on the server
     * @throws IllegalArgumentException if the offset is negative; nothing is sent then
     * @throws FtpException.Refused if there is no such file, the user may not read it (550), or the server can read
     *     files only from the beginning
     */
    public InputStream read(String name, long offset) {
        return streams.read(requireNonNull(name, "name"), offset);
    }

    /**
     * Opens a file on the server for writing (STOR). Until the stream is closed, other calls on the session fail;
     * closing it completes the file, however much was written. What fails after this call is an {@link IOException}, as
     * with every stream, with the {@link FtpException} as its cause and the same message.
     *
     * <pre>{@code
     * try (var out = new BufferedWriter(new OutputStreamWriter(ftp.write("squares.txt")))) {
     *     for (int i = 0; i < 100; i++) out.write(i * i + "\n");
     * }
     * }</pre>
     *
     * <p>{@link java.io.PrintStream} and {@link java.io.PrintWriter} keep exceptions to themselves: around this stream,
     * ask {@code checkError()} after closing them.
     *
     * @param name the file's path on the server
     * @return an unbuffered stream
     * @throws FtpException.Refused if the user may not write there (550)
     */
    public OutputStream write(String name) {
        return streams.write(requireNonNull(name, "name"));
    }

    /**
     * Deletes a file on the server (DELE).
     *
     * <pre>{@code
     * ftp.delete("example.txt");    // 250 File removed.
     * }</pre>
     *
     * @param path the file
     * @return the server's answer
     * @throws FtpException.Refused if there is no such file, or the user may not delete it (550)
     */
    public Reply delete(String path) {
        requireNonNull(path, "path");
        return session.command(Operation.on("delete", path), FtpCommand.onPath("DELE", path));
    }

    /**
     * Renames or moves a file or directory on the server (RNFR and RNTO).
     *
     * <pre>{@code
     * ftp.rename("example.txt", "pub/moved.txt");
     * }</pre>
     *
     * @param from its path
     * @param to its new path
     * @return the server's answer
     * @throws FtpException.Refused if it does not exist, or the user may not rename it (550)
     */
    public Reply rename(String from, String to) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return session.command(
                new Operation("rename " + from + " to " + to, from),
                FtpCommand.onPath("RNFR", from),
                FtpCommand.onPath("RNTO", to));
    }

    /**
     * Changes the current directory (CWD).
     *
     * <pre>{@code
     * ftp.cd("pub");
     * ftp.pwd();      // /pub
     * ftp.cd("..");
     * }</pre>
     *
     * @param path the directory on the server; {@code ..} is the one around the current one
     * @return the server's answer
     * @throws FtpException.Refused if there is no such directory, or the user may not go there (550)
     */
    public Reply cd(String path) {
        return session.changeDirectory(requireNonNull(path, "path"));
    }

    /**
     * Returns the current directory (PWD).
     *
     * @return its path, from {@code /}
     */
    public String pwd() {
        return lookup.currentDirectory();
    }

    /**
     * Creates a directory on the server (MKD). Its parent directory must exist; {@link #mkdirs} creates that as well.
     *
     * <pre>{@code
     * ftp.mkdir("new");
     * ftp.rmdir("new");
     * }</pre>
     *
     * @param path the new directory
     * @return the server's answer
     * @throws FtpException.Refused if it exists already, or the user may not make it (550)
     */
    public Reply mkdir(String path) {
        requireNonNull(path, "path");
        return session.command(Operation.on("make directory", path), FtpCommand.onPath("MKD", path));
    }

    /**
     * Creates a directory on the server, with its missing parents (MKD). Does nothing if it exists already.
     *
     * <pre>{@code
     * ftp.mkdirs("backup/2026/march");    // [backup, backup/2026, backup/2026/march]
     * ftp.mkdirs("backup/2026/march");    // []
     * }</pre>
     *
     * @param path the directory
     * @return the directories that were created, outer ones first; none if it existed already
     * @throws FtpException.Refused if a file is in the way, or the user may not make one of them (550); those around it
     *     stay
     */
    public List<String> mkdirs(String path) {
        return new DirectoryMaker(session).make(requireNonNull(path, "path"));
    }

    /**
     * Deletes an empty directory on the server (RMD).
     *
     * @param path the directory
     * @return the server's answer
     * @throws FtpException.Refused if there is no such directory, it is not empty, or the user may not delete it (550)
     */
    public Reply rmdir(String path) {
        requireNonNull(path, "path");
        return session.command(Operation.on("delete directory", path), FtpCommand.onPath("RMD", path));
    }

    /**
     * Downloads a directory with its contents.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", Path.of("copy"));    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory, created if missing
     * @return the result for each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, DirectoryOptions)} does
     */
    public DirectoryTransfer downloadDirectory(String from, Path to) {
        return downloadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Downloads a directory with its contents.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", "copy");    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory, created if missing
     * @return the result for each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, DirectoryOptions)} does
     */
    public DirectoryTransfer downloadDirectory(String from, String to) {
        return downloadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Downloads the contents of a directory, including subdirectories. A file that fails does not stop the others, and
     * is part of the result. Links on the server are not followed; a name that could lead out of the local directory is
     * a failure, and so is a listing with lines that were not understood. If the target directory itself is on the
     * server, it is left out, as far as the server shows that.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", Path.of("copy"), DirectoryOptions.DEFAULT.include("*.txt").parallel(4));
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory, created if missing
     * @param options which files, and how
     * @return the result for each file
     * @throws FtpException.Refused if there is no such directory (550), or the user may not list it
     * @throws FtpException.LocalFile if there is a file at the path of the local directory
     * @throws FtpException.Connection if it was aborted or interrupted; what was moved before stays
     */
    public DirectoryTransfer downloadDirectory(String from, Path to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return trees.download(from, to, notDeleting(options).rules, false);
    }

    /**
     * Downloads the contents of a directory, as {@link #downloadDirectory(String, Path, DirectoryOptions)} does.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", "copy", DirectoryOptions.DEFAULT.include("*.txt"));
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory, created if missing
     * @param options which files, and how
     * @return the result for each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, DirectoryOptions)} does
     */
    public DirectoryTransfer downloadDirectory(String from, String to, DirectoryOptions options) {
        return downloadDirectory(from, Path.of(requireNonNull(to, "to")), options);
    }

    /**
     * Uploads a directory with its contents.
     *
     * <pre>{@code
     * ftp.uploadDirectory(Path.of("site"), "www");    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server, created with its parents if missing
     * @return the result for each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, DirectoryOptions)} does
     */
    public DirectoryTransfer uploadDirectory(Path from, String to) {
        return uploadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Uploads a directory with its contents.
     *
     * <pre>{@code
     * ftp.uploadDirectory("site", "www");    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server, created with its parents if missing
     * @return the result for each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, DirectoryOptions)} does
     */
    public DirectoryTransfer uploadDirectory(String from, String to) {
        return uploadDirectory(from, to, DirectoryOptions.DEFAULT);
    }

    /**
     * Uploads the contents of a directory, including subdirectories. A file that fails does not stop the others, and is
     * part of the result. A link to a file counts as that file; a link to a directory is not followed. The files to
     * send are determined before the first is sent, so that files that the server writes into the same directory
     * meanwhile are not sent too.
     *
     * <pre>{@code
     * ftp.uploadDirectory(Path.of("site"), "www", DirectoryOptions.DEFAULT.exclude("*.tmp"));
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server, created with its parents if missing
     * @param options which files, and how
     * @return the result for each file
     * @throws FtpException.LocalFile if there is no such local directory; nothing was sent then
     * @throws FtpException.Refused if the directory on the server can't be made
     * @throws FtpException.Connection if it was aborted or interrupted; what was moved before stays
     */
    public DirectoryTransfer uploadDirectory(Path from, String to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return trees.upload(from, to, notDeleting(options).rules, false);
    }

    /**
     * Uploads the contents of a directory, as {@link #uploadDirectory(Path, String, DirectoryOptions)} does.
     *
     * <pre>{@code
     * ftp.uploadDirectory("site", "www", DirectoryOptions.DEFAULT.exclude("*.tmp"));
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server, created with its parents if missing
     * @param options which files, and how
     * @return the result for each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, DirectoryOptions)} does
     */
    public DirectoryTransfer uploadDirectory(String from, String to, DirectoryOptions options) {
        return uploadDirectory(Path.of(requireNonNull(from, "from")), to, options);
    }

    private static DirectoryOptions notDeleting(DirectoryOptions options) {
        if (options.rules.manner().deleting()) {
            throw new IllegalArgumentException(
                    "only mirrorDown(...) and mirrorUp(...) delete what the source does not have");
        }
        return options;
    }

    /**
     * Makes a local directory equal to one on the server: as {@link #downloadDirectory(String, Path, DirectoryOptions)},
     * but moves only files that are missing locally, differ in size, or are newer on the server, and keeps their times.
     *
     * <pre>{@code
     * ftp.mirrorDown("pub", Path.of("copy"), DirectoryOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the local directory
     * @param options which files, and how; {@link DirectoryOptions#deleting} deletes what the server does not have
     * @return the result for each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, DirectoryOptions)} does
     */
    public DirectoryTransfer mirrorDown(String from, Path to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return trees.download(from, to, options.rules, true);
    }

    /**
     * Makes a local directory equal to one on the server, as {@link #mirrorDown(String, Path, DirectoryOptions)} does.
     *
     * <pre>{@code
     * ftp.mirrorDown("pub", "copy", DirectoryOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the directory on the server
     * @param to the path of the local directory
     * @param options which files, and how; {@link DirectoryOptions#deleting} deletes what the server does not have
     * @return the result for each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, DirectoryOptions)} does
     */
    public DirectoryTransfer mirrorDown(String from, String to, DirectoryOptions options) {
        return mirrorDown(from, Path.of(requireNonNull(to, "to")), options);
    }

    /**
     * Makes a directory on the server equal to a local one: as {@link #uploadDirectory(Path, String,
     * DirectoryOptions)}, but moves only files that are missing there, differ in size, or are newer locally, and keeps
     * their times where the server can (MFMT).
     *
     * <pre>{@code
     * ftp.mirrorUp(Path.of("site"), "www", DirectoryOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the local directory
     * @param to the directory on the server
     * @param options which files, and how; {@link DirectoryOptions#deleting} deletes what is missing locally
     * @return the result for each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, DirectoryOptions)} does
     */
    public DirectoryTransfer mirrorUp(Path from, String to, DirectoryOptions options) {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(options, "options");
        return trees.upload(from, to, options.rules, true);
    }

    /**
     * Makes a directory on the server equal to a local one, as {@link #mirrorUp(Path, String, DirectoryOptions)} does.
     *
     * <pre>{@code
     * ftp.mirrorUp("site", "www", DirectoryOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the path of the local directory
     * @param to the directory on the server
     * @param options which files, and how; {@link DirectoryOptions#deleting} deletes what is missing locally
     * @return the result for each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, DirectoryOptions)} does
     */
    public DirectoryTransfer mirrorUp(String from, String to, DirectoryOptions options) {
        return mirrorUp(Path.of(requireNonNull(from, "from")), to, options);
    }

    /**
     * Deletes a directory on the server with its contents. Links are deleted, but never their targets. Nothing is
     * deleted in a directory whose listing is incomplete or has a line that was not understood, or whose name the
     * server takes for another one: these are failures.
     *
     * <pre>{@code
     * ftp.deleteDirectory("old").deleted();    // [old/a.txt, old]
     * }</pre>
     *
     * @param path the directory
     * @return what was deleted, and what failed
     * @throws FtpException.Refused if there is no such directory (550)
     */
    public DirectoryTransfer deleteDirectory(String path) {
        return deleteDirectory(path, DirectoryOptions.DEFAULT);
    }

    /**
     * Deletes the contents of a directory on the server, and the directory itself if it is then empty.
     *
     * <pre>{@code
     * ftp.deleteDirectory("old", DirectoryOptions.DEFAULT.dryRun()).deleted();    // what would be
     * }</pre>
     *
     * @param path the directory
     * @param options which names, whether to make a dry run, and whether to stop at the first failure; sizes, times and
     *     options of transfers have no effect
     * @return what was deleted, and what failed
     * @throws FtpException.Refused if there is no such directory (550)
     */
    public DirectoryTransfer deleteDirectory(String path, DirectoryOptions options) {
        requireNonNull(path, "path");
        requireNonNull(options, "options");
        return trees.delete(path, options.rules);
    }

    /**
     * Checks whether this session is open: neither closed nor known to be lost. Sends nothing, so a connection that
     * broke since the last call still counts as open.
     *
     * <pre>{@code
     * if (!ftp.isConnected()) ftp.reconnect();
     * }</pre>
     *
     * @return false after {@link #quit} and {@link #close}, and after a call has found that the connection is lost
     */
    public boolean isConnected() {
        return !session.isOver();
    }

    /**
     * Returns the server that this session was opened with, also after its end.
     *
     * <pre>{@code
     * var where = ftp.host() + ":" + ftp.port();    // 127.0.0.1:2121
     * }</pre>
     *
     * @return the name or address, as {@code connect} was given it
     */
    public String host() {
        return session.host();
    }

    /**
     * Returns the port of the server, also after the end of the session.
     *
     * <pre>{@code
     * ftp.port();    // 2121
     * }</pre>
     *
     * @return the port, 1 to 65535
     */
    public int port() {
        return session.port();
    }

    /**
     * Returns the user who is logged in.
     *
     * <pre>{@code
     * ftp.user();    // Optional[test]
     * }</pre>
     *
     * @return the user's name; empty if nobody is
     */
    public Optional<String> user() {
        return session.user();
    }

    /**
     * Returns the server's greeting.
     *
     * <pre>{@code
     * ftp.welcome();    // 220 FtpLab ready.
     * }</pre>
     *
     * @return the greeting, of the last connection if there was more than one
     */
    public Reply welcome() {
        return session.welcome();
    }

    /**
     * Returns the TLS version of the session.
     *
     * @return the protocol, such as {@code TLSv1.2}; empty if passwords and files cross the network unencrypted
     */
    public Optional<String> encryption() {
        return session.encryption();
    }

    /**
     * Ends encryption of the control connection after the login (CCC, RFC 4217), so that routers that translate
     * addresses can read it. Files and listings stay encrypted; commands and names do not, and {@link #encryption} is
     * empty. {@link #reconnect} encrypts both again.
     *
     * <pre>{@code
     * var ftp = FtpClient.builder().tls().trustAnythingOnLoopback().connect("127.0.0.1", 2121);
     * ftp.login("test", "potato").clearCommandChannel();    // 200 Continuing without TLS.
     * }</pre>
     *
     * @return the server's answer
     * @throws IllegalStateException if the session is not encrypted
     * @throws FtpException.Refused if the server does not support it or requires TLS; the session stays encrypted then
     */
    public Reply clearCommandChannel() {
        if (encryption().isEmpty()) {
            throw new IllegalStateException("the session is not encrypted, so there is nothing to clear");
        }
        return session.command(Operation.to("go back to clear text"), FtpCommand.of("CCC"));
    }

    /**
     * Returns the server's extensions to RFC 959 (FEAT, RFC 2389).
     *
     * <pre>{@code
     * ftp.features().containsKey("MFMT");    // true
     * }</pre>
     *
     * @return the features by name, in capitals, each with its parameters or an empty string; empty if the server does
     *     not know the command
     */
    public Map<String, String> features() {
        return session.namedFeatures();
    }

    /**
     * Returns the server's operating system, as the server reports it (SYST).
     *
     * <pre>{@code
     * ftp.system();    // UNIX Type: L8
     * }</pre>
     *
     * @return such as {@code UNIX Type: L8}
     * @throws FtpException.Refused if the server does not report it
     */
    public String system() {
        return session.command(Operation.to("ask for the system"), FtpCommand.of("SYST"))
                .text();
    }

    /**
     * Sends a command that this class has no method for.
     *
     * <pre>{@code
     * ftp.command("SITE HELP");
     * }</pre>
     *
     * @param line the command and its arguments
     * @return the server's answer
     * @throws IllegalArgumentException if it transfers data or changes the session, for which there are methods
     * @throws FtpException.Refused if the reply has a code of 400 or more
     */
    public Reply command(String line) {
        var command = FtpCommand.free(requireNonNull(line, "line"));
        return session.command(Operation.to("send " + command), command);
    }

    /**
     * Returns the operations of this client as futures. They run over a session of their own, so that this one stays
     * free.
     *
     * <pre>{@code
     * var download = ftp.inBackground().download("large.iso");
     * ftp.dir();         // does not wait
     * download.get();    // downloaded large.iso → ./large.iso (60 MB, 15 s)
     * }</pre>
     *
     * @return the same operations, which run one after the other in the background
     */
    public BackgroundFtpClient inBackground() {
        return new BackgroundFtpClient(background);
    }

    /**
     * Returns the commands and replies since the session began, also after its end.
     *
     * <pre>{@code
     * ftp.transcript();    // 0.004 > USER test …
     * }</pre>
     *
     * @return the commands, the replies and the data connections up to now, passwords hidden; of a long session the
     *     last 10,000
     */
    public Transcript transcript() {
        return session.transcript();
    }

    /**
     * Ends the transfer of another thread, which gets an {@link FtpException.Connection}; does nothing if there is
     * none. The session stays usable. Interrupting that thread has the same effect.
     *
     * <pre>{@code
     * ftp.abort();
     * }</pre>
     */
    public void abort() {
        session.abort();
    }

    /**
     * Connects again, in any state of the session, logs in, and changes to the same directory as before.
     *
     * <pre>{@code
     * ftp.quit();
     * ftp.reconnect().dir();
     * }</pre>
     *
     * @return this session
     * @throws FtpException if there is no connection, or the server does not let the user in or into the directory any
     *     more; the session is closed then, and {@code reconnect()} may be tried again
     */
    public FtpClient reconnect() {
        session.reopen();
        return this;
    }

    /**
     * Ends the session (QUIT), and with it the calls {@link #inBackground in the background}.
     *
     * @return the server's goodbye, such as {@code 221 Goodbye.}; if it closes the connection without one, a 221 whose
     *     text says so
     */
    public Reply quit() {
        try {
            return session.quit();
        } finally {
            if (session.isOver()) {
                background.end();
            }
        }
    }

    /**
     * Closes the session, with QUIT if it is idle; waits at most a second for the reply. A running call of another
     * thread or {@link #inBackground in the background} fails with an {@link FtpException.Connection}. Idempotent; throws
     * nothing.
     */
    @Override
    public void close() {
        session.close();
        background.end();
    }

    /** {@return one line, such as {@code FtpClient test@127.0.0.1:2121}} */
    @Override
    public String toString() {
        return "FtpClient " + session;
    }
}
