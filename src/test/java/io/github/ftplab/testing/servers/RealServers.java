package io.github.ftplab.testing.servers;

import java.util.List;

/** The real servers that the client's contract is run against. */
public final class RealServers {

    /** All of them. */
    public static final List<RealServer> OF_OTHERS = List.of(
            new Pyftpdlib(),
            new Vsftpd(),
            new Proftpd(),
            new PureFtpd(),
            new Aioftp(),
            new Twisted(),
            new FtpSrv(),
            new Goftp(),
            new Inetutils(),
            MockFtpServer.unix(),
            MockFtpServer.windows());

    private RealServers() {}
}
