package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ProFTPD. Its Debian package conflicts with that of vsftpd, so it is unpacked instead of installed. It runs as the
 * user who runs the test, with a users file of its own. With TLS, each data connection must resume the session of the
 * control connection, which is its default.
 */
public final class Proftpd extends RealServer {

    public Proftpd() {
        super("ProFTPD");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        var program = Starting.unpacked("usr/sbin/proftpd");
        var user = System.getProperty("user.name");
        int id = (int) Files.getAttribute(home, "unix:uid");
        int group = (int) Files.getAttribute(home, "unix:gid");
        var users = Starting.secret(
                files.resolve("users"), "test:%s:%d:%d::%s:/bin/sh".formatted(Starting.POTATO, id, group, home));
        var groups = Starting.secret(files.resolve("groups"), "ftplab:x:%d:".formatted(group));
        var lines = new ArrayList<>(List.of(
                // A standalone one takes no connection for 400 ms after the end of another.
                "ServerType inetd",
                "DefaultServer on",
                "UseIPv6 off",
                "User " + user,
                "Group " + Files.getAttribute(home, "posix:group"),
                "ModulePath " + Starting.unpacked("usr/lib/proftpd"),
                "ScoreboardFile " + files.resolve("proftpd.scoreboard"),
                "SystemLog " + files.resolve("proftpd.log"),
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
        tls.ifPresent(certificate -> lines.addAll(List.of(
                "LoadModule mod_tls.c",
                "TLSEngine on",
                "TLSRequired on",
                "TLSRSACertificateFile " + certificate,
                "TLSRSACertificateKeyFile " + certificate)));
        lines.addAll(List.of(more));
        var configuration = Files.write(files.resolve("proftpd.conf"), lines);
        return Starting.awaitPort(this, home, Starting.inetd(program, "-c", configuration.toAbsolutePath()));
    }

    @Override
    public boolean makes(String name) {
        return !name.contains("*");
    }
}
