package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.CommandRunner;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.failure.RefusedException;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for the names in a directory by NLST, or by LIST where the server does not know that. */
public final class NameReader {

    /** The current directory, for servers that require a path. */
    private static final String HERE = ".";

    private final CommandRunner session;
    private final ListingReader listings;

    /**
     * Names of one session.
     *
     * @param session where they are asked for
     * @param listings listings of the same session
     */
    public NameReader(CommandRunner session, ListingReader listings) {
        this.session = session;
        this.listings = listings;
    }

    /**
     * Asks for names.
     *
     * @param path a directory on the server, or empty for the current directory
     * @return what it answered
     */
    public List<String> names(Optional<String> path) {
        return session.ask(ListingReader.operation(path), control -> {
            try {
                return namesByNlst(control, path);
            } catch (RefusedException e) {
                // Some servers refuse NLST where there is nothing to name.
                if (ReplyCodes.isMissing(e.reply()) && isEmptyByList(control, path)) {
                    return List.of();
                }
                if (path.isEmpty() && ReplyCodes.isUnsupported(e.reply())) {
                    try {
                        // Some servers know NLST with a path only.
                        return namesByNlst(control, Optional.of(HERE));
                    } catch (RefusedException again) {
                        return namesByList(control, path, again);
                    }
                }
                return namesByList(control, path, e);
            }
        });
    }

    private List<String> namesByNlst(ControlConnection control, Optional<String> path) throws IOException {
        return listings.lines(control, "NLST", path).stream()
                .filter(name -> !FtpPath.isNoName(FtpPath.last(name)))
                .toList();
    }

    private List<String> namesByList(ControlConnection control, Optional<String> path, RefusedException refused)
            throws IOException {
        if (!refused.verb().equals("NLST") || !ReplyCodes.isUnknownCommand(refused.reply())) {
            throw refused;
        }
        var found = listings.list(control, path);
        var unread = new ArrayList<String>();
        var files = found.format().read(found.lines(), path.orElse(""), unread::add);
        if (!unread.isEmpty() || found.truncated().isPresent()) {
            throw refused;
        }
        return files.stream().map(RemoteFile::name).toList();
    }

    private boolean isEmptyByList(ControlConnection control, Optional<String> path) throws IOException {
        try {
            return listings.lines(control, "LIST", path).isEmpty();
        } catch (RefusedException e) {
            return false;
        }
    }
}
