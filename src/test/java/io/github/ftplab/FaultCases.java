package io.github.ftplab;

import static io.github.ftplab.Trigger.on;
import static io.github.ftplab.Trigger.onConnect;
import static io.github.ftplab.Trigger.onLogin;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The faults that each client meets: the rows of the table in {@code docs/faults.md}. */
final class FaultCases {

    private FaultCases() {}

    /** What a client does when a fault happens. */
    enum Operation {
        DOWNLOAD,
        UPLOAD,
        LIST,
        DELETE
    }

    /**
     * A fault and who really has it.
     *
     * @param name what goes wrong
     * @param operation during what
     * @param tls whether the session is encrypted
     * @param active whether the server opens the data connections
     * @param faults what makes it go wrong
     * @param seen the server or network that does so, with the source
     */
    record FaultCase(String name, Operation operation, boolean tls, boolean active, List<Fault> faults, String seen) {

        @Override
        public String toString() {
            return name + " (" + operation.name().toLowerCase(Locale.ROOT) + ")";
        }
    }

    /** Collects the cases of one operation. */
    private static final class Cases {

        private final List<FaultCase> all = new ArrayList<>();

        void add(String name, Operation operation, Fault fault, String seen) {
            all.add(new FaultCase(name, operation, false, false, List.of(fault), seen));
        }

        void addEncrypted(String name, List<Fault> faults, String seen) {
            all.add(new FaultCase(name, Operation.DOWNLOAD, true, false, faults, seen));
        }

        void addActive(String name, List<Fault> faults, String seen) {
            all.add(new FaultCase(name, Operation.DOWNLOAD, false, true, faults, seen));
        }

        void add(String name, Operation operation, List<Fault> faults, String seen) {
            all.add(new FaultCase(name, operation, false, false, faults, seen));
        }
    }

    static List<FaultCase> all() {
        var cases = new Cases();
        sessions(cases);
        replies(cases);
        dataConnections(cases);
        data(cases);
        return cases.all;
    }

    private static void sessions(Cases cases) {
        var operation = Operation.DOWNLOAD;
        cases.add(
                "slow greeting",
                operation,
                onConnect().delay(Duration.ofMillis(300)),
                "vsftpd (`reverse_lookup_enable`) and ProFTPD (`UseReverseDNS`) look up the client's name first");
        cases.add(
                "no greeting",
                operation,
                onConnect().stall(),
                "a port that a firewall drops, or a server with no free process");
        cases.add(
                "greeting byte by byte", operation, onConnect().inPieces(), "small devices that write each character");
        cases.add(
                "greeting with bare line feeds",
                operation,
                onConnect().bareLineFeeds(),
                "servers of microcontrollers; RFC 959 demands CR LF");
        cases.add(
                "another service's greeting",
                operation,
                onConnect().reply("HTTP/1.1 400 Bad Request"),
                "a web server on the port");
        cases.add(
                "too many connections",
                operation,
                onConnect().sendAway("421 There are too many connections from your internet address."),
                "vsftpd (`max_per_ip`), [node-ftp 138](https://github.com/mscdex/node-ftp/issues/138)");
        cases.add(
                "too many connections, once",
                operation,
                onConnect()
                        .sendAway("421 Too many connections (8) from this IP")
                        .once(),
                "Pure-FTPd while another session ends, [lftp 335](https://github.com/lavv17/lftp/issues/335)");
        cases.add(
                "connection closed at once", operation, onConnect().close(), "TCP wrappers, fail2ban, xinetd's limits");
        cases.add("connection reset at once", operation, onConnect().reset(), "firewalls, and servers that crash");
        cases.add(
                "login refused though the password is right",
                operation,
                onLogin().reply("530 Sorry, the maximum number of clients (3) for this user are already connected."),
                "ProFTPD (`MaxClientsPerUser`), [FTPSync 154](https://github.com/NoxArt/SublimeText2-FTPSync/issues/154)");
        cases.add(
                "session ended by the server",
                operation,
                on("RETR").sendAway("421 No transfer timeout (600 seconds): closing control connection"),
                "ProFTPD (`TimeoutNoTransfer`)");
    }

    private static void replies(Cases cases) {
        cases.add(
                "features hidden",
                Operation.LIST,
                on("FEAT").beforeReply().hiding("MLST", "SIZE", "MDTM", "REST", "HASH", "EPSV", "UTF8"),
                "IIS tells of no MLSD, [CoreFTP 2](https://github.com/sparkeh9/CoreFTP/issues/2)");
        cases.add(
                "announced and not there",
                Operation.LIST,
                on("MLSD").reply("500 'MLSD': command not understood."),
                "Serv-U, [jlaffaye/ftp 196](https://github.com/jlaffaye/ftp/pull/196)");
        cases.add(
                "command never answered",
                Operation.DOWNLOAD,
                on("SIZE").ignore(),
                "uftpd 2.13 after MLST, [far2l 1067](https://github.com/elfmz/far2l/issues/1067)");
        cases.add(
                "wrong size, too small",
                Operation.DOWNLOAD,
                on("SIZE").reply("213 1000"),
                "ProFTPD in ASCII mode, [FluentFTP 225](https://github.com/robinrodricks/FluentFTP/issues/225)");
        cases.add(
                "wrong size, too large",
                Operation.DOWNLOAD,
                on("SIZE").reply("213 400000"),
                "Apache FtpServer, [FluentFTP 1045](https://github.com/robinrodricks/FluentFTP/issues/1045)");
        cases.add(
                "one reply too many",
                Operation.DOWNLOAD,
                on("TYPE").beforeReply().afterStray("226 Transfer complete."),
                "a 226 of before, [FluentFTP 1045](https://github.com/robinrodricks/FluentFTP/issues/1045)");
        cases.add(
                "reply twice",
                Operation.UPLOAD,
                on("STOR").beforeReply().twice(),
                "servers that answer the transfer and the end of its connection");
        cases.add(
                "reply without an end",
                Operation.DOWNLOAD,
                on("TYPE").reply("200-Type set"),
                "`553-` that ends with `250 `, [Cyberduck 15892](https://github.com/iterate-ch/cyberduck/pull/16622)");
        cases.add(
                "reply without brackets",
                Operation.DOWNLOAD,
                passive(point -> point.replace("\\((.*)\\)", "$1")),
                "LightFTP's 227 lost what is in them, [LightFTP 1](https://github.com/hfiref0x/LightFTP/issues/1)");
        cases.add(
                "227 to EPSV, 229 to PASV",
                Operation.DOWNLOAD,
                passive(point -> point.edit(FaultCases::exchanged)),
                "a server behind a rewriting firewall, [basic-ftp 164](https://github.com/patrickjuchli/basic-ftp/issues/164)");
        cases.add(
                "QUIT never answered",
                Operation.DELETE,
                on("QUIT").noReply(),
                "servers that close without 221, which Commons Net and ftplib wait for");
        cases.add(
                "reset instead of 250",
                Operation.DELETE,
                on("DELE").beforeReply().reset(),
                "NAT routers and firewalls that have forgotten the connection");
        cases.add(
                "temporarily refused",
                Operation.DELETE,
                on("DELE").reply("450 File busy.").once(),
                "servers while somebody else has the file open");
    }

    /** {@return the faults of both commands for passive mode} */
    private static List<Fault> passive(Function<Trigger.OfReply, Fault> fault) {
        return List.of(
                fault.apply(on("EPSV").beforeReply()), fault.apply(on("PASV").beforeReply()));
    }

    private static String exchanged(String reply) {
        var numbers = reply.substring(4).replaceAll("[^\\d,]", "").split(",", -1);
        if (numbers.length == 1) {
            int port = Integer.parseInt(numbers[0]);
            return "227 Entering Passive Mode (127,0,0,1," + (port >> 8) + "," + (port & 255) + ").";
        }
        return "229 Entering Extended Passive Mode (|||"
                + (Integer.parseInt(numbers[4]) * 256 + Integer.parseInt(numbers[5])) + "|)";
    }

    private static void dataConnections(Cases cases) {
        var operation = Operation.DOWNLOAD;
        var noEpsv = on("EPSV").reply("500 Unknown command.");
        cases.add(
                "private address in 227",
                operation,
                List.of(noEpsv, on("PASV").beforeReply().namingAddress("192.0.2.1")),
                "ProFTPD behind NAT, [FluentFTP 270](https://github.com/robinrodricks/FluentFTP/issues/270)");
        cases.add(
                "closed port in 229",
                operation,
                passive(Trigger.OfReply::closedPort),
                "a firewall that lets through port 21 only");
        cases.add(
                "wrong port in 229",
                operation,
                passive(point -> point.namingPort(1)),
                "a router that forwards other ports");
        cases.add(
                "425 after 150",
                operation,
                on("RETR").beforeData().refuse(),
                "FileZilla Server, [curl 405](https://github.com/curl/curl/issues/405)");
        cases.add(
                "data connection never used",
                operation,
                on("RETR").beforeData().stall(),
                "Pure-FTPd after an aborted transfer, [pure-ftpd 138](https://github.com/jedisct1/pure-ftpd/issues/138)");
        cases.addActive(
                "active connection from another address",
                List.of(on("EPRT").fromAddress("127.0.0.2"), on("PORT").fromAddress("127.0.0.2")),
                "servers with several addresses, or behind NAT");
        cases.addEncrypted(
                "TLS fails on the control connection",
                List.of(on("AUTH").beforeReply().failHandshake()),
                "servers that demand newer TLS than the client has");
        cases.addEncrypted(
                "TLS fails on the data connection",
                passive(Trigger.OfReply::failHandshake),
                "vsftpd (`require_ssl_reuse`), FileZilla Server");
        cases.addEncrypted(
                "end of TLS without close_notify",
                List.of(on("RETR").beforeData().withoutCloseNotify()),
                "FubarDevelopment's FtpServer, [49](https://github.com/FubarDevelopment/FtpServer/issues/49); goftp");
        cases.add(
                "226 before the data",
                operation,
                on("RETR").beforeData().replyEarly(),
                "fineftp-server, [63](https://github.com/eclipse-ecal/fineftp-server/pull/63); [curl 12841](https://github.com/curl/curl/pull/12841)");
        cases.add(
                "226 half a second late",
                Operation.UPLOAD,
                on("STOR").beforeReply().delay(Duration.ofMillis(500)),
                "servers that scan or copy an upload first");
        cases.add(
                "226 never",
                Operation.UPLOAD,
                on("STOR").beforeReply().stall(),
                "NAT that forgets the control connection, [lftp 346](https://github.com/lavv17/lftp/issues/346), [basic-ftp 123](https://github.com/patrickjuchli/basic-ftp/issues/123)");
        cases.add(
                "reset instead of 226",
                Operation.UPLOAD,
                on("STOR").beforeReply().reset(),
                "the same, where the router resets what it does not know");
        cases.add(
                "refused after all was sent",
                Operation.UPLOAD,
                on("STOR").beforeReply().reply("550 Virus found."),
                "ProFTPD with mod_clamav");
    }

    private static void data(Cases cases) {
        cases.add(
                "reset in the middle, once",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).reset().once(),
                "mobile networks, and firewalls with a time limit");
        cases.add(
                "closed in the middle",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).close(),
                "proxies that end connections in an orderly way");
        cases.add(
                "cut in the middle, 226 all the same",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).cut(),
                "[ESP32FTPServer 5](https://github.com/HenrikSte/ESP32FTPServer/issues/5)");
        cases.add(
                "stall in the middle",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).stall(),
                "a network whose path MTU is wrong: small packets pass, large ones don't");
        cases.add(
                "slow line",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(0).rate(600_000),
                "a modem, or a line that others use up");
        cases.add(
                "a flipped byte",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).flipByte(),
                "faulty memory; TCP's checksum misses one in 65,536 of the errors that it sees");
        cases.add(
                "a lost byte",
                Operation.DOWNLOAD,
                on("RETR").afterBytes(64_000).loseByte(),
                "conversion of line ends in what is no text");
        cases.add(
                "disk full",
                Operation.UPLOAD,
                on("STOR").afterBytes(64_000).diskFull(),
                "any server; vsftpd says 426, ProFTPD 552");
        cases.add(
                "disk full, 226 all the same",
                Operation.UPLOAD,
                on("STOR").afterBytes(64_000).cut(),
                "[usbode-circle 243](https://github.com/danifunker/usbode-circle/issues/243)");
        cases.add(
                "reset in the middle of an upload",
                Operation.UPLOAD,
                on("STOR").afterBytes(64_000).reset(),
                "the same as of a download");
        cases.add(
                "listing cut, and said so",
                Operation.LIST,
                List.of(
                        on("MLSD").afterLines(2).cut(),
                        on("LIST").afterLines(2).cut(),
                        on("MLSD").beforeReply().reply("226 Output truncated to 2 matches"),
                        on("LIST").beforeReply().reply("226 Output truncated to 2 matches")),
                "Pure-FTPd (`LimitRecursion`), [Duplicati 6005](https://github.com/duplicati/duplicati/issues/6005)");
        cases.add(
                "listing cut in the middle of a line",
                Operation.LIST,
                List.of(
                        on("MLSD").afterBytes(150).cut(),
                        on("LIST").afterBytes(150).cut()),
                "servers that run out of memory for a directory");
        cases.add(
                "listing reset",
                Operation.LIST,
                List.of(
                        on("MLSD").afterBytes(150).reset(),
                        on("LIST").afterBytes(150).reset()),
                "[basic-ftp 242](https://github.com/patrickjuchli/basic-ftp/pull/242)");
    }
}
