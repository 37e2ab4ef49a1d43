package io.github.ftplab.internal.client.listing;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.parser.MlsxParser;
import io.github.ftplab.internal.protocol.FtpPath;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.net.MalformedServerReplyException;

/** Asks the server single questions. */
public final class FileQueries {

    private final CommandRunner session;

    /**
     * Questions of one session.
     *
     * @param session where they are asked
     */
    public FileQueries(CommandRunner session) {
        this.session = session;
    }

    /** {@return the path of the current directory} */
    public String currentDirectory() {
        return session.ask(Operation.to("ask for the current directory"), DirectoryVisit::currentDirectory);
    }

    /**
     * Asks for a file's size.
     *
     * @param path the file
     * @return its size in bytes
     */
    public long size(String path) {
        return ask(
                "SIZE",
                path,
                "size",
                reply -> ReplyParser.size(reply).stream().boxed().findAny());
    }

    /**
     * Asks when a file was changed.
     *
     * @param path the file
     * @return the time
     */
    public Instant modified(String path) {
        return ask("MDTM", path, "time", ReplyParser::time);
    }

    private <T> T ask(String verb, String path, String what, Function<Reply, Optional<T>> parser) {
        var command = FtpCommand.onPath(verb, path);
        return session.ask(Operation.on("ask for the " + what + " of", path), control -> {
            var reply = control.expect(command);
            return parser.apply(reply).orElseThrow(() -> new RefusedException(verb, reply));
        });
    }

    /**
     * Asks what a path leads to: by MLST where the server knows it, else by trying what works on files and on
     * directories.
     *
     * @param path the file or directory
     * @return what it is
     */
    public RemoteFile stat(String path) {
        var mlst = FtpCommand.onPath("MLST", path);
        return session.ask(Operation.on("look at", path), control -> {
            if (session.features().has("MLST")) {
                session.askForFacts(control);
                var reply = control.expect(mlst);
                return MlsxParser.single(reply.lines(), path)
                        .orElseThrow(() -> new MalformedServerReplyException("\"" + reply + "\" tells nothing"));
            }
            var size = control.exchange(FtpCommand.onPath("SIZE", path));
            if (size.isPositive()) {
                var time = control.exchange(FtpCommand.onPath("MDTM", path));
                var file = plain(path);
                ReplyParser.size(size).ifPresent(file::size);
                ReplyParser.time(time).ifPresent(file::modified);
                return file.build();
            }
            return DirectoryVisit.to(
                    control,
                    path,
                    () -> plain(path).type(RemoteFile.Type.DIRECTORY).build());
        });
    }

    /**
     * Asks whether a path can be changed to, as a link to a directory can.
     *
     * @param path what is there, as far as is known no file
     * @return whether CWD accepts it
     */
    public boolean isEntered(String path) {
        try {
            return session.ask(Operation.on("look at", path), control -> DirectoryVisit.to(control, path, () -> true));
        } catch (FtpException.Refused e) {
            return false;
        }
    }

    /**
     * Asks whether there is anything at a path.
     *
     * @param path the file or directory
     * @return whether the server admits that there is
     */
    public boolean exists(String path) {
        try {
            stat(path);
            return true;
        } catch (FtpException.Refused e) {
            if (e.code() == 550 || e.code() == 450 || e.code() == 553) {
                return false;
            }
            throw e;
        }
    }

    private static RemoteFile.Builder plain(String path) {
        return RemoteFile.builder(FtpPath.name(path)).path(path);
    }
}
