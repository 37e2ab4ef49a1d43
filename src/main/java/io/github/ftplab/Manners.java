package io.github.ftplab;

/**
 * A server that {@link FtpServer} can imitate: its greeting, its features, the codes and texts of its replies, the
 * format of its listings, and the habits that clients trip over.
 *
 * <pre>{@code
 * var server = builder.manners(Manners.IIS).start();
 * server.connect("anonymous", "").dir().lines();    // [03-05-25  09:18PM                    6 example.txt]
 * }</pre>
 *
 * <p>Only what is said is imitated. The users, their letters and homes, limits and TLS are those of this server, a
 * transfer is as safe as ever, and a reply that is in no table keeps its own text. Those of vsftpd, ProFTPD, Pure-FTPd,
 * pyftpdlib and Apache FtpServer are compared with the real servers by tests; the sources of the others are named in {@code
 * docs/servers.md}.
 *
 * @see FtpServerBuilder#manners(Manners)
 */
public enum Manners {
    /**
     * vsftpd 3.0.3. It has no MLSD, lists numbers for owners, leaves out names that begin with a dot, sends an empty
     * listing for a directory that is missing, and gives no reason for a refusal.
     */
    VSFTPD("vsftpd 3.0.3"),

    /** ProFTPD 1.3.8: 450 for a listing of what is missing, days of one digit after a blank, no dots behind texts. */
    PROFTPD("ProFTPD 1.3.8"),

    /** Pure-FTPd 1.0.50: greeting and many replies of several lines, {@code SIZE} that says no reason. */
    PURE_FTPD("Pure-FTPd 1.0.50"),

    /** pyftpdlib 2.2: the server of the tutorial. */
    PYFTPDLIB("pyftpdlib 2.2"),

    /** Apache FtpServer as it is: an owner {@code user}, and an empty listing for a directory that is missing. */
    APACHE("Apache FtpServer 1.2"),

    /**
     * Microsoft's FTP service in IIS 7.5 to 10. It lists as {@code dir} of MS-DOS does, or as Unix after {@code SITE
     * DIRSTYLE}; has no MLSD; takes names in any case and {@code \} between them; and refuses in four lines.
     */
    IIS("IIS 10"),

    /** FileZilla Server 1.x, which says that it emulates UNIX. */
    FILEZILLA_SERVER("FileZilla Server 1.10"),

    /**
     * z/OS with its data sets: the working directory is {@code 'ANN.PUB.'}, in quotation marks twice, and listings show
     * tracks instead of bytes. It has neither FEAT nor SIZE, and restarts no transfer. Names of data sets are at most
     * eight capital letters and digits, or more of these joined by dots; others are listed, but clients may not read them.
     */
    ZOS("z/OS 3.1"),

    /** OpenVMS: {@code DISK$USER:[ANN.PUB]}, versions behind names, {@code .DIR}, and long names on lines of their own. */
    OPEN_VMS("OpenVMS FTPD 5.3"),

    /** OS/400 (IBM i) with its integrated file system: {@code *STMF} and {@code *DIR}. */
    OS400("OS/400 V5R2"),

    /** Novell NetWare: rights in brackets. */
    NETWARE("NetWare"),

    /** IBM's TCP/IP for OS/2: {@code DIR}, and years since 1900 in two or three digits. */
    OS2("OS/2"),

    /** NetPresenz for the classic Mac OS: the sizes of both forks of a file, and {@code folder}. */
    NETPRESENZ("NetPresenz"),

    /**
     * z/VM: a file's name and type stand in two columns, and its size is not told. Others than {@code NAME.TYPE} are
     * listed, but clients may not read them.
     */
    ZVM("VM/ESA V2R4"),

    /** publicfile of djbwares, which is read-only, and whose listings are in EPLF, made for programs. */
    PUBLICFILE("publicfile of djbwares 10");

    private final String server;

    Manners(String server) {
        this.server = server;
    }

    /**
     * Returns the server that is imitated.
     *
     * <pre>{@code
     * Manners.VSFTPD.server();    // vsftpd 3.0.3
     * }</pre>
     *
     * @return its name and version
     */
    public String server() {
        return server;
    }
}
