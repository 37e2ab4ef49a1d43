package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Pure-FTPd, whose package conflicts with that of vsftpd too. It must be started as root and refuses root as a user:
 * its user is {@code nobody}, who owns the home.
 */
public final class PureFtpd extends RealServer {

    private static final int NOBODY = 65534;

    public PureFtpd() {
        super("Pure-FTPd");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        var program = Starting.unpacked("usr/sbin/pure-ftpd");
        if (!"root".equals(System.getProperty("user.name"))) {
            throw Programs.missing("pure-ftpd starts as root only");
        }
        int port = Starting.freePort();
        Files.setAttribute(home, "unix:gid", NOBODY);
        Files.setAttribute(home, "unix:uid", NOBODY);
        var users = Starting.secret(
                files.resolve("users"), "test:%s:%d:%2$d::%s/./::::::::::::".formatted(Starting.POTATO, NOBODY, home));
        var database = files.resolve("users.pdb");
        Programs.command(Starting.unpacked("usr/bin/pure-pw"), "mkdb", database, "-f", users)
                .run()
                .ok();
        var words = new ArrayList<Object>(List.of(program, "--login", "puredb:" + database, "--noanonymous"));
        words.addAll(List.of("--bind", "127.0.0.1," + port, "--dontresolve", "--displaydotfiles"));
        words.addAll(List.of("--pidfile", files.resolve("pid"), "--minuid", 1, "--maxclientsperip", 50));
        tls.ifPresent(certificate -> words.addAll(List.of("--tls", 3, "--certfile", certificate)));
        words.addAll(List.of(more));
        var running = Programs.command(words.toArray()).start();
        return new Peer(name(), port, home, "test", "potato", Starting.awaitListening(port, running));
    }

    @Override
    public boolean takes(String name) {
        return !name.contains("\\") && name.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public boolean makes(String name) {
        return name.strip().equals(name);
    }

    @Override
    public boolean finishesBrokenListings() {
        return true;
    }
}
