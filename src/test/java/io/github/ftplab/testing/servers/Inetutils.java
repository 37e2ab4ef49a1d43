package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * The ftpd of GNU inetutils, which is started for each connection, as inetd does. Its user is an account of the system,
 * which nss_wrapper pretends; it starts as root only, and has no TLS.
 */
public final class Inetutils extends RealServer {

    public Inetutils() {
        super("inetutils");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        var program = Starting.unpacked("usr/sbin/ftpd");
        if (!"root".equals(System.getProperty("user.name"))) {
            throw Programs.missing("inetutils' ftpd starts as root only");
        }
        var users =
                Starting.secret(files.resolve("passwd"), "test:%s:0:0::%s:/bin/sh".formatted(Starting.POTATO, home));
        var groups = Starting.secret(files.resolve("group"), "root:x:0:");
        var shadow = Starting.secret(files.resolve("shadow"), "test:%s:19000:0:99999:7:::".formatted(Starting.POTATO));
        var wrapper = Starting.library("libnss_wrapper.so");
        var command = Starting.inetd(program, "-q")
                .environment("LD_PRELOAD", wrapper.toString())
                .environment("NSS_WRAPPER_PASSWD", users.toString())
                .environment("NSS_WRAPPER_GROUP", groups.toString())
                .environment("NSS_WRAPPER_SHADOW", shadow.toString());
        return Starting.awaitPort(this, home, command);
    }

    @Override
    public boolean hasTls() {
        return false;
    }

    @Override
    public Set<String> lacks() {
        return Set.of("MFMT");
    }

    /** A path of more than 500 bytes is cut. */
    @Override
    public boolean takes(String name) {
        return name.length() < 80;
    }
}
