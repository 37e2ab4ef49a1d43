package io.github.ftplab.client;

import io.github.ftplab.FtpException;
import java.io.IOException;

/**
 * Goes into a folder on the server, does something there, and goes back. A command without a path can't be taken to
 * mean another place than that.
 */
final class Visit {

    private Visit() {}

    /** What is done there. */
    interface Op<T> {

        T there() throws IOException;
    }

    /**
     * Does something in a folder.
     *
     * @throws RefusedException if the server does not let this session in, for the command CWD
     */
    static <T> T to(Wire wire, String path, Op<T> op) throws IOException {
        var here = Paths.quoted(wire.expect(Command.of("PWD")));
        wire.expect(Command.onPath("CWD", path));
        T result;
        try {
            result = op.there();
        } catch (RefusedException | DataException | LocalException | RuntimeException e) {
            try {
                back(wire, here);
            } catch (IOException lost) {
                lost.addSuppressed(e);
                throw lost;
            }
            throw e;
        }
        back(wire, here);
        return result;
    }

    /**
     * Does something in a folder of exactly that name.
     *
     * @throws FtpException.Protocol if the server has taken the name for something else
     */
    static <T> T toExactly(Wire wire, String path, Op<T> op) throws IOException {
        return to(wire, path, () -> {
            var there = Paths.quoted(wire.expect(Command.of("PWD")));
            if (!Paths.name(there).equals(Paths.name(path))) {
                throw new FtpException.Protocol(
                        "cannot go into \"" + Text.visible(path) + "\": the server has taken that to mean \""
                                + Text.visible(there) + "\"; nothing was done there. Rename the folder on the server",
                        null);
            }
            return op.there();
        });
    }

    /** In another folder than the caller knows of, every relative path would mean something else. */
    private static void back(Wire wire, String here) throws IOException {
        if (wire.broken() != null) {
            return;
        }
        var reply = wire.exchange(Command.onPath("CWD", here));
        if (!reply.isPositive()) {
            wire.isBrokenBy(new IOException("the server did not let it back to " + here + ": " + reply));
        }
    }
}
