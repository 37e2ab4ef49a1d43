package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import io.github.ftplab.testing.Programs;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** aioftp, for Python's asyncio. It has no explicit TLS. */
public final class Aioftp extends RealServer {

    private static final String SCRIPT = """
            import asyncio, sys
            import aioftp

            async def main():
                user = aioftp.User('test', 'potato', base_path=sys.argv[1])
                server = aioftp.Server([user])
                await server.start('127.0.0.1', 0)
                print('port %d.' % server.server.sockets[0].getsockname()[1], flush=True)
                await asyncio.Event().wait()

            asyncio.run(main())
            """;

    public Aioftp() {
        super("aioftp");
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var python = Programs.python("aioftp");
        return Starting.awaitPort(this, home, Programs.command(python, "-c", SCRIPT, home));
    }

    @Override
    public boolean hasTls() {
        return false;
    }

    @Override
    public Set<String> lacks() {
        return Set.of("FEAT", "SIZE", "MDTM", "MFMT", "NLST", "STOU", "PORT", "NOOP", "SITE CHMOD");
    }

    @Override
    public Set<Integer> missing() {
        return Set.of(550, 451);
    }

    /** It drops blanks at the end of a name; and without sizes, a backslash can't be told from a slash. */
    @Override
    public boolean takes(String name) {
        return name.stripTrailing().equals(name) && !name.contains("\\");
    }

    @Override
    public Map<String, String> unmet() {
        var file = "LIST of a file is refused, as it is no directory";
        var resume = "it tells no size of a file";
        var abort = "it closes the session when a transfer is broken off";
        return Map.ofEntries(
                Map.entry("fileMayBeNamedLikeItsDirectory", file),
                Map.entry("listsASubdirectoryAndAFile", file),
                Map.entry("resumesADownloadThatWasBrokenOff", resume),
                Map.entry("resumesAnUploadThatWasBrokenOff", resume),
                Map.entry("uploadIsResumedOnlyBehindItsOwnBeginning", resume),
                Map.entry("fileThatIsItsOwnTargetComesToNoHarm", resume),
                Map.entry("downloadIsResumedOnlyBehindTheSameBeginning", abort),
                Map.entry("textsAndStreamsAreReadAndWritten", abort),
                Map.entry("handsOnTheEntriesOfALargeDirectory", abort),
                Map.entry("walksDirectoriesToADepthAndNotThroughLinks", "LIST shows a link as what it leads to"));
    }
}
