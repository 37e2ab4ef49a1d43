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

/** goftp.io/server, for Go: {@code src/test/go}, which .ci/run compiles. */
public final class Goftp extends RealServer {

    public Goftp() {
        super("goftp");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) throws IOException {
        int port = Starting.freePort();
        var words = new ArrayList<Object>(List.of(Starting.peer("bin/goftp"), port, home));
        tls.ifPresent(words::add);
        var running = Programs.command(words.toArray()).start();
        return new Peer(name(), port, home, "test", "potato", Starting.awaitListening(port, running));
    }

    @Override
    public Set<String> lacks() {
        return Set.of("MFMT", "STOU", "SITE CHMOD");
    }

    @Override
    public Set<Integer> missing() {
        return Set.of(550, 551, 450);
    }

    @Override
    public Map<String, String> unmet() {
        var appe = "APPE overwrites the file from its beginning";
        return Map.of(
                "appendsAndUploadsUnderANewName",
                appe,
                "bytesAndTextsAreWrittenAndAdded",
                appe,
                "appendingAFileToItselfEnds",
                appe,
                "pathOnThisSideMayBeAText",
                appe,
                "resumesAnUploadThatWasBrokenOff",
                appe + ", and FEAT names no REST",
                "uploadIsResumedOnlyBehindItsOwnBeginning",
                appe + ", and FEAT names no REST",
                "makesRenamesAndDeletes",
                "RMD deletes a directory with all that is in it",
                "tellsItsFeaturesAndSystem",
                "FEAT names neither SIZE nor MDTM, which it knows");
    }

    @Override
    public Map<String, String> unmetOverTls() {
        return Map.of("serverMayOpenTheDataConnections", "it does not encrypt data connections that it opens");
    }
}
