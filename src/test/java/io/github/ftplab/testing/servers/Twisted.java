package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Twisted's FTP server, in Python. It has no TLS. */
public final class Twisted extends RealServer {

    private static final String SCRIPT = """
            import sys
            from twisted.cred.checkers import InMemoryUsernamePasswordDatabaseDontUse
            from twisted.cred.portal import IRealm, Portal
            from twisted.internet import reactor
            from twisted.protocols.ftp import FTPFactory, FTPShell, IFTPShell
            from twisted.python.filepath import FilePath
            from zope.interface import implementer

            @implementer(IRealm)
            class Realm:
                def requestAvatar(self, name, mind, *interfaces):
                    return IFTPShell, FTPShell(FilePath(sys.argv[1])), lambda: None

            users = InMemoryUsernamePasswordDatabaseDontUse()
            users.addUser(b'test', b'potato')
            users.addUser('test', 'potato')
            factory = FTPFactory(Portal(Realm(), [users]))
            port = reactor.listenTCP(0, factory, interface='127.0.0.1')
            print('port %d.' % port.getHost().port, flush=True)
            reactor.run()
            """;

    public Twisted() {
        super("Twisted");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var python = Programs.python("twisted");
        return Starting.awaitPort(this, home, Programs.command(python, "-c", SCRIPT, home));
    }

    @Override
    public boolean hasTls() {
        return false;
    }

    @Override
    public Set<String> lacks() {
        return Set.of("MFMT", "REST", "APPE", "STOU", "SITE CHMOD");
    }

    /** It stores names in ISO 8859-1, and takes some characters for a pattern in NLST. */
    @Override
    public boolean takes(String name) {
        return name.chars().allMatch(c -> c < 0x80) && !name.contains("#");
    }

    @Override
    public Map<String, String> unmet() {
        var rest = "it knows neither REST nor APPE";
        return Map.ofEntries(
                Map.entry("oddNameMeansThatDirectoryAndNothingElse", "NLST of some directories names the directory"),
                Map.entry("resumesADownloadThatWasBrokenOff", rest),
                Map.entry("resumesAnUploadThatWasBrokenOff", rest),
                Map.entry("uploadIsResumedOnlyBehindItsOwnBeginning", rest),
                Map.entry("textsAndStreamsAreReadAndWritten", rest),
                Map.entry("bytesAndTextsAreWrittenAndAdded", rest),
                Map.entry("appendingAFileToItselfEnds", rest),
                Map.entry("pathOnThisSideMayBeAText", rest),
                Map.entry("namesBeyondAsciiAreKept", "it stores names in ISO 8859-1"),
                Map.entry("makesRenamesAndDeletes", "RNFR accepts a file that is not there"),
                Map.entry("walksDirectoriesToADepthAndNotThroughLinks", "LIST shows a link as what it leads to"));
    }
}
