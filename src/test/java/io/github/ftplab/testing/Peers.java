package io.github.ftplab.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts real FTP servers. */
public final class Peers {

    private static final int NOBODY = 65534;

    private static final String PYFTPDLIB = """
            import sys
            from pyftpdlib.authorizers import DummyAuthorizer
            from pyftpdlib.handlers import FTPHandler
            from pyftpdlib.servers import FTPServer
            if len(sys.argv) > 2:
                from pyftpdlib.handlers import TLS_FTPHandler as FTPHandler
                FTPHandler.certfile = sys.argv[2]
                FTPHandler.tls_control_required = True
                FTPHandler.tls_data_required = True
            FTPHandler.authorizer = DummyAuthorizer()
            FTPHandler.authorizer.add_user('test', 'potato', sys.argv[1], 'elradfmwMT')
            FTPHandler.auth_failed_timeout = 0.1
            server = FTPServer(('127.0.0.1', 0), FTPHandler)
            print('port %d.' % server.address[1], flush=True)
            server.serve_forever()
            """;

    private Peers() {}

    /** Python's server, of which the tutorial tells. */
    public static Peer pyftpdlib(Path home) {
        var running = Programs.command(Programs.python("pyftpdlib"), "-c", PYFTPDLIB, home)
                .start()
                .awaitOutput(".");
        return pyftpdlib(home, running);
    }

    /** The same, with TLS on all connections. */
    public static Peer pyftpdlibWithTls(Path home, Path certificateAndKey) {
        var python = Programs.python("pyftpdlib", "OpenSSL");
        var running = Programs.command(python, "-c", PYFTPDLIB, home, certificateAndKey)
                .start()
                .awaitOutput(".");
        return pyftpdlib(home, running);
    }

    private static Peer pyftpdlib(Path home, Running running) {
        var port = running.out().replaceAll("(?s).*port (\\d+)\\..*", "$1");
        return new Peer("pyftpdlib", Integer.parseInt(port), home, "test", "potato", running);
    }

    /** The C reference. Runs as whoever runs the test, so that it needs no account: everybody is anonymous. */
    public static Peer vsftpd(Path home, Path configuration, String... more) throws IOException {
        var program = Programs.find("vsftpd");
        int port = freePort();
        var lines = new ArrayList<>(List.of(
                "listen=YES",
                "listen_ipv6=NO",
                "listen_address=127.0.0.1",
                "listen_port=" + port,
                "background=NO",
                "run_as_launching_user=YES",
                "seccomp_sandbox=NO",
                "secure_chroot_dir=" + home,
                "anonymous_enable=YES",
                "no_anon_password=YES",
                "local_enable=NO",
                "anon_root=" + home,
                "write_enable=YES",
                "anon_upload_enable=YES",
                "anon_mkdir_write_enable=YES",
                "anon_other_write_enable=YES",
                "anon_world_readable_only=NO",
                "xferlog_enable=NO"));
        lines.addAll(List.of(more));
        Files.write(configuration, lines);
        var running = Programs.command(program, configuration).start();
        awaitListening(port, running);
        return new Peer("vsftpd", port, home, "anonymous", "", running);
    }

    /** The same, with TLS on all connections, each of which must resume the session. */
    public static Peer vsftpdWithTls(Path home, Path configuration, Path certificateAndKey) throws IOException {
        return vsftpd(
                home,
                configuration,
                "ssl_enable=YES",
                "allow_anon_ssl=YES",
                "force_anon_logins_ssl=YES",
                "force_anon_data_ssl=YES",
                "require_ssl_reuse=YES",
                "ssl_ciphers=HIGH",
                "rsa_cert_file=" + certificateAndKey);
    }

    /**
     * ProFTPD, which conflicts with vsftpd as a Debian package: it is unpacked into {@code target/peers/debian}. Runs
     * as whoever runs the test, with a file of users of its own.
     */
    public static Peer proftpd(Path home, Path configuration, String... more) throws IOException {
        var program = unpacked("usr/sbin/proftpd");
        int port = freePort();
        var user = System.getProperty("user.name");
        int id = (int) Files.getAttribute(home, "unix:uid");
        int group = (int) Files.getAttribute(home, "unix:gid");
        // "potato", as crypt(3) has it
        var users = secret(
                configuration.resolveSibling("users"),
                "test:$1$ftplab$eLpopz3W1U7Gh8hbmzHI00:%d:%d::%s:/bin/sh".formatted(id, group, home));
        var groups = secret(configuration.resolveSibling("groups"), "ftplab:x:%d:".formatted(group));
        var lines = new ArrayList<>(List.of(
                "ServerType standalone",
                "DefaultAddress 127.0.0.1",
                "Port " + port,
                "UseIPv6 off",
                "User " + user,
                "Group " + Files.getAttribute(home, "posix:group"),
                "ModulePath " + unpacked("usr/lib/proftpd"),
                "PidFile " + configuration.resolveSibling("proftpd.pid"),
                "ScoreboardFile " + configuration.resolveSibling("proftpd.scoreboard"),
                "SystemLog " + configuration.resolveSibling("proftpd.log"),
                "TransferLog none",
                "WtmpLog off",
                "DelayEngine off",
                "AuthOrder mod_auth_file.c",
                "AuthUserFile " + users,
                "AuthGroupFile " + groups,
                "RequireValidShell off",
                "RootLogin on",
                "AllowOverwrite on",
                "AllowStoreRestart on",
                "AllowRetrieveRestart on"));
        lines.addAll(List.of(more));
        Files.write(configuration, lines);
        var running = Programs.command(program, "-n", "-c", configuration.toAbsolutePath())
                .start();
        awaitListening(port, running);
        return new Peer("ProFTPD", port, home, "test", "potato", running);
    }

    /** The same, with TLS on all connections, each of which must resume the session. */
    public static Peer proftpdWithTls(Path home, Path configuration, Path certificateAndKey, String... more)
            throws IOException {
        var lines = new ArrayList<>(List.of(
                "LoadModule mod_tls.c",
                "TLSEngine on",
                "TLSRequired on",
                "TLSRSACertificateFile " + certificateAndKey,
                "TLSRSACertificateKeyFile " + certificateAndKey));
        lines.addAll(List.of(more));
        return proftpd(home, configuration, lines.toArray(String[]::new));
    }

    /**
     * Pure-FTPd, which conflicts with vsftpd too. It must be started as root and serves nobody who is root: its user is
     * {@code nobody}, to whom the home is given.
     */
    public static Peer pureFtpd(Path home, Path configuration, Object... more) throws IOException {
        var program = unpacked("usr/sbin/pure-ftpd");
        if (!"root".equals(System.getProperty("user.name"))) {
            throw Programs.missing("pure-ftpd starts as root only");
        }
        int port = freePort();
        Files.setAttribute(home, "unix:gid", NOBODY);
        Files.setAttribute(home, "unix:uid", NOBODY);
        // "potato", as crypt(3) has it
        var users = secret(
                configuration.resolve("users"),
                "test:$1$ftplab$eLpopz3W1U7Gh8hbmzHI00:%d:%1$d::%s/./::::::::::::".formatted(NOBODY, home));
        var database = configuration.resolve("users.pdb");
        Programs.command(unpacked("usr/bin/pure-pw"), "mkdb", database, "-f", users)
                .run()
                .ok();
        var words = new ArrayList<Object>(List.of(program, "--login", "puredb:" + database, "--noanonymous"));
        words.addAll(List.of("--bind", "127.0.0.1," + port, "--dontresolve", "--displaydotfiles"));
        words.addAll(List.of("--pidfile", configuration.resolve("pid"), "--minuid", 1, "--maxclientsperip", 50));
        words.addAll(List.of(more));
        var running = Programs.command(words.toArray()).start();
        awaitListening(port, running);
        return new Peer("Pure-FTPd", port, home, "test", "potato", running);
    }

    /** The same, with TLS on all connections. */
    public static Peer pureFtpdWithTls(Path home, Path configuration, Path certificateAndKey) throws IOException {
        return pureFtpd(home, configuration, "--tls", 3, "--certfile", certificateAndKey);
    }

    private static Path secret(Path file, String line) throws IOException {
        Files.writeString(file, line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    private static Path unpacked(String path) {
        var file = Path.of("target/peers/debian", path).toAbsolutePath();
        if (!Files.exists(file)) {
            throw Programs.missing("no " + file + "; .ci/run unpacks it");
        }
        return file;
    }

    private static void awaitListening(int port, Running running) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    if (!running.process().isAlive()) {
                        throw new AssertionError(running + " ended:\n" + running.output());
                    }
                    return listens(port);
                });
    }

    private static boolean listens(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** For programs that can't choose one themselves. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
