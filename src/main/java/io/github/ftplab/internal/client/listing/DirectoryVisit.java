package io.github.ftplab.internal.client.listing;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;

/**
 * Goes into a directory on the server, does something there, and goes back. A command without a path can't be taken to
 * mean another place than that.
 */
final class DirectoryVisit {

    private DirectoryVisit() {}

    /** What is done there. */
    interface Op<T> {

        T there() throws IOException;
    }

    /**
     * Does something in a directory.
     *
     * @throws RefusedException if the server does not let this session in, for the command CWD
     */
    static <T> T to(ControlConnection control, String path, Op<T> op) throws IOException {
        var here = currentDirectory(control);
        control.expect(FtpCommand.onPath("CWD", path));
        T result;
        try {
            result = op.there();
        } catch (RefusedException | DataException | LocalException | RuntimeException e) {
            try {
                back(control, here);
            } catch (IOException lost) {
                lost.addSuppressed(e);
                throw lost;
            }
            throw e;
        }
        back(control, here);
        return result;
    }

    /**
     * Does something in a directory of exactly that name.
     *
     * @throws FtpException.Protocol if the server has taken the name for something else
     */
    static <T> T toExactly(ControlConnection control, String path, Op<T> op) throws IOException {
        return to(control, path, () -> {
            var there = currentDirectory(control);
            if (!FtpPath.name(there).equals(FtpPath.name(path))) {
                throw new FtpException.Protocol(
                        "cannot go into \"" + Text.visible(path) + "\": the server has taken that to mean \""
                                + Text.visible(there)
                                + "\"; nothing was done there. Rename the directory on the server",
                        null);
            }
            return op.there();
        });
    }

    /** In another directory than the caller knows of, every relative path would mean something else. */
    private static void back(ControlConnection control, String here) throws IOException {
        if (control.broken() != null) {
            return;
        }
        var reply = control.exchange(FtpCommand.onPath("CWD", here));
        if (!reply.isPositive()) {
            control.isBrokenBy(new IOException("the server did not let it back to " + here + ": " + reply));
        }
    }

    /** {@return the path of the directory that the server is in (PWD)} */
    static String currentDirectory(ControlConnection control) throws IOException {
        var reply = control.expect(FtpCommand.of("PWD"));
        return ReplyParser.path(reply).orElseThrow(() -> new RefusedException("PWD", reply));
    }
}
