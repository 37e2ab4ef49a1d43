package io.github.ftplab.internal.client.listing;

import io.github.ftplab.FtpException;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.client.listing.parser.MlsxParser;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Function;

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
                reply -> ReplyParser.size(reply).stream().boxed().findAny(),
                file -> file.size().stream().boxed().findAny());
    }

    /**
     * Asks when a file was changed.
     *
     * @param path the file
     * @return the time
     */
    public Instant modified(String path) {
        // LIST does not tell exact times.
        return ask(
                "MDTM",
                path,
                "time",
                ReplyParser::time,
                file -> file.modified().filter(time -> file.facts().containsKey("modify")));
    }

    private <T> T ask(
            String verb,
            String path,
            String what,
            Function<Reply, Optional<T>> parser,
            Function<RemoteFile, Optional<T>> otherWay) {
        var command = FtpCommand.onPath(verb, path);
        return session.ask(Operation.on("ask for the " + what + " of", path), control -> {
            var reply = control.exchange(command);
            var answer = ReplyCodes.isUnsupported(reply)
                    ? otherWay.apply(find(control, path))
                    : parser.apply(control.accepted(reply));
            return answer.orElseThrow(() -> new RefusedException(verb, reply));
        });
    }

    /**
     * Asks what a path leads to: by MLST where the server knows it, else by trying what works on directories and on
     * files.
     *
     * @param path the file or directory
     * @return what it is
     */
    public RemoteFile stat(String path) {
        FtpCommand.onPath("MLST", path);
        return session.ask(Operation.on("look at", path), control -> find(control, path));
    }

    /**
     * Asks what a path leads to.
     *
     * @throws RefusedException if that is not there, or the server can't tell
     */
    private RemoteFile find(ControlConnection control, String path) throws IOException {
        if (session.features().has("MLST")) {
            session.askForFacts(control);
            var reply = control.exchange(FtpCommand.onPath("MLST", path));
            var told = reply.isPositive() ? MlsxParser.single(reply.lines(), path) : Optional.<RemoteFile>empty();
            if (told.isPresent()) {
                return told.get();
            }
            if (ReplyCodes.isUnknownCommand(reply)) {
                session.lacks("MLST");
            } else if (!reply.isPositive() && !ReplyCodes.isUnsupported(reply)) {
                throw new RefusedException("MLST", reply);
            }
        }
        try {
            // First, as some servers tell sizes of directories too.
            return DirectoryVisit.to(
                    control,
                    path,
                    () -> plain(path).type(RemoteFile.Type.DIRECTORY).build());
        } catch (RefusedException e) {
            if (!e.verb().equals("CWD")) {
                throw e;
            }
            return findFile(control, path, e);
        }
    }

    /** Asks about what can't be entered: by SIZE and MDTM, else by LIST of the directory that it is in. */
    private RemoteFile findFile(ControlConnection control, String path, RefusedException notEntered)
            throws IOException {
        var size = control.exchange(FtpCommand.onPath("SIZE", path));
        boolean unsupported = ReplyCodes.isUnsupported(size);
        if (!size.isPositive() && !unsupported) {
            throw new RefusedException("SIZE", size);
        }
        var time = control.exchange(FtpCommand.onPath("MDTM", path));
        if (unsupported && !time.isPositive()) {
            return findInParent(control, path, notEntered, new RefusedException("SIZE", size));
        }
        var file = plain(path);
        ReplyParser.size(size).ifPresent(file::size);
        ReplyParser.time(time).ifPresent(file::modified);
        return file.build();
    }

    private RemoteFile findInParent(
            ControlConnection control, String path, RefusedException notEntered, RefusedException unsupported)
            throws IOException {
        var parent = path.substring(0, path.length() - FtpPath.name(path).length());
        try {
            var listing = new ListingReader(session, session.settings().encoding())
                    .list(control, Optional.of(parent).filter(directory -> !directory.isEmpty()));
            var unread = new ArrayList<String>();
            var found = listing.format().read(listing.lines(), parent, unread::add).stream()
                    .filter(file -> file.name().equals(FtpPath.name(path)))
                    .findFirst();
            boolean whole = unread.isEmpty() && listing.truncated().isEmpty();
            return found.orElseThrow(() -> whole ? notEntered : unsupported);
        } catch (RefusedException e) {
            throw ReplyCodes.isMissing(e.reply()) ? notEntered : e;
        }
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
        FtpCommand.onPath("MLST", path);
        return session.ask(Operation.on("look at", path), control -> exists(control, path));
    }

    /** {@return whether there is anything at a path} */
    public boolean exists(ControlConnection control, String path) throws IOException {
        try {
            find(control, path);
            return true;
        } catch (RefusedException e) {
            // A name that was read in a wrong encoding can't be asked for.
            if (ReplyCodes.isMissing(e.reply()) && !FtpPath.isUndecoded(path)) {
                return false;
            }
            throw e;
        }
    }

    private static RemoteFile.Builder plain(String path) {
        return RemoteFile.builder(FtpPath.name(path)).path(path);
    }
}
