package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** libunftp, for Rust: {@code src/test/rust}, which {@code .ci/run -Pfull} compiles. */
public final class Libunftp extends RealServer {

    public Libunftp() {
        super("libunftp");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        int port = Starting.freePort();
        var words = new ArrayList<Object>(List.of(Starting.peer("bin/libunftp"), port, home));
        tls.ifPresent(words::add);
        var running = Programs.command(words.toArray()).start();
        return new Peer(name(), port, home, "test", "potato", Starting.awaitListening(port, running));
    }

    @Override
    public Set<String> lacks() {
        return Set.of("MFMT", "SITE CHMOD");
    }

    @Override
    public Map<String, String> unmet() {
        var file = "LIST of a file is refused, as it is no directory";
        return Map.of(
                "fileMayBeNamedLikeItsDirectory", file,
                "listsASubdirectoryAndAFile", file,
                "changesDirectories", "PWD tells a way back (..) as it was sent");
    }
}
