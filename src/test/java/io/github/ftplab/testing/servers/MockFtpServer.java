package io.github.ftplab.testing.servers;

import io.github.ftplab.testing.Peer;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mockftpserver.core.command.CommandHandler;
import org.mockftpserver.core.command.CommandNames;
import org.mockftpserver.core.session.Session;
import org.mockftpserver.fake.FakeFtpServer;
import org.mockftpserver.fake.UserAccount;
import org.mockftpserver.fake.command.AppeCommandHandler;
import org.mockftpserver.fake.command.StorCommandHandler;
import org.mockftpserver.fake.filesystem.DirectoryListingFormatter;
import org.mockftpserver.fake.filesystem.UnixDirectoryListingFormatter;
import org.mockftpserver.fake.filesystem.WindowsDirectoryListingFormatter;

/** MockFtpServer's {@code FakeFtpServer}, with the home for its files. It has no TLS. */
public final class MockFtpServer extends RealServer {

    private final DirectoryListingFormatter form;
    private final String system;

    private MockFtpServer(String system, DirectoryListingFormatter form) {
        super("MockFtpServer (" + system + ")");
        this.system = system;
        this.form = form;
    }

    /** {@return one that lists as Unix does} */
    public static MockFtpServer unix() {
        return new MockFtpServer("Unix", new UnixDirectoryListingFormatter());
    }

    /** {@return one that lists as Windows does} */
    public static MockFtpServer windows() {
        return new MockFtpServer("Windows", new WindowsDirectoryListingFormatter());
    }

    @Override
    public Peer start(Path home, Path files, Optional<Path> tls, String... more) {
        var disk = new MockFiles(home, form, system);
        var server = new Quick();
        server.setServerControlPort(0);
        server.setFileSystem(disk);
        server.addUserAccount(new UserAccount("test", "potato", "/"));
        server.setCommandHandler("STOR", new StorCommandHandler() {
            @Override
            protected String getRealPath(Session session, String path) {
                return disk.created(super.getRealPath(session, path));
            }
        });
        server.setCommandHandler("APPE", new AppeCommandHandler() {
            @Override
            protected String getRealPath(Session session, String path) {
                return disk.created(super.getRealPath(session, path));
            }
        });
        server.start();
        return new Peer(name(), server.getServerControlPort(), home, "test", "potato", server::stop);
    }

    /** Waits for commands, where the original looks for one 50 times a second. */
    private static final class Quick extends FakeFtpServer {

        @Override
        protected Session createSession(Socket control) {
            return new WaitingSession(control, handlers());
        }

        private Map<String, CommandHandler> handlers() {
            var handlers = new HashMap<String, CommandHandler>();
            for (var field : CommandNames.class.getFields()) {
                try {
                    var name = String.valueOf(field.get(null));
                    var handler = getCommandHandler(name);
                    if (handler != null) {
                        handlers.put(name, handler);
                    }
                } catch (IllegalAccessException e) {
                    throw new AssertionError(e);
                }
            }
            return handlers;
        }
    }

    @Override
    public boolean hasTls() {
        return false;
    }

    @Override
    public Set<String> lacks() {
        return Set.of("FEAT", "MDTM", "MFMT");
    }

    /** It divides an argument at commas, takes a name for a pattern or a path, trims it, and cuts listings of others. */
    @Override
    public boolean takes(String name) {
        return name.chars().allMatch(c -> c >= ' ' && c < 0x7f)
                && name.chars().noneMatch(c -> ",*?\\".indexOf(c) >= 0)
                && name.strip().equals(name);
    }

    @Override
    public Map<String, String> unmet() {
        var abort = "it closes the session when a transfer is broken off";
        var rest = "it accepts REST and begins at the beginning";
        var unmet = new HashMap<>(Map.ofEntries(
                Map.entry("downloadIsResumedOnlyBehindTheSameBeginning", abort),
                Map.entry("resumesADownloadThatWasBrokenOff", abort),
                Map.entry("textsAndStreamsAreReadAndWritten", abort),
                Map.entry("handsOnTheEntriesOfALargeDirectory", abort),
                Map.entry("resumesAnUploadThatWasBrokenOff", rest),
                Map.entry("uploadIsResumedOnlyBehindItsOwnBeginning", rest),
                Map.entry("walksDirectoriesToADepthAndNotThroughLinks", "LIST shows a link as what it leads to"),
                Map.entry("modeIsSet", "SITE is answered by 200 and does nothing"),
                Map.entry("appendsAndUploadsUnderANewName", "STOU does not tell the name"),
                Map.entry("namesBeyondAsciiAreKept", "its listings are cut after so many bytes as they have letters")));
        if (form instanceof WindowsDirectoryListingFormatter) {
            unmet.put("listsTheDirectory", "it lists as Windows does");
            unmet.put("listsWithAllThatTheServerTells", "it lists as Windows does");
        }
        return unmet;
    }
}
