package io.github.ftplab.internal.client;

import io.github.ftplab.DirectoryTransfer;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.directory.DirectoryDelete;
import io.github.ftplab.internal.client.directory.DirectoryDownload;
import io.github.ftplab.internal.client.directory.DirectoryReport;
import io.github.ftplab.internal.client.directory.DirectoryUpload;
import io.github.ftplab.internal.client.directory.SessionPool;
import io.github.ftplab.internal.client.failure.Operation;
import io.github.ftplab.internal.client.listing.FileQueries;
import io.github.ftplab.internal.client.listing.RemoteDirectory;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import io.github.ftplab.internal.protocol.FtpPath;
import java.nio.file.Path;
import java.util.List;

/** Transfers and deletes directories with all their contents. */
public final class DirectoryTransfers {

    private final ClientSession session;

    /**
     * Transfers directories with a session.
     *
     * @param session the first session; more may be opened
     */
    public DirectoryTransfers(ClientSession session) {
        this.session = session;
    }

    /**
     * Downloads a directory.
     *
     * @param from the directory on the server
     * @param to the local directory
     * @param rules filters and options
     * @param mirror whether only differences are transferred
     * @return the result
     */
    public DirectoryTransfer download(String from, Path to, DirectoryRules rules, boolean mirror) {
        var attempt = Operation.on(mirror ? "mirror" : "download directory", FtpPath.withoutSlash(from));
        return new DirectoryDownload(session, attempt, rules, mirror).run(session, FtpPath.withoutSlash(from), to);
    }

    /**
     * Uploads a directory.
     *
     * @param from the local directory
     * @param to the directory on the server
     * @param rules filters and options
     * @param mirror whether only differences are transferred
     * @return the result
     */
    public DirectoryTransfer upload(Path from, String to, DirectoryRules rules, boolean mirror) {
        var attempt = new Operation((mirror ? "mirror " : "upload directory ") + from + " as " + to, to);
        return new DirectoryUpload(session, attempt, rules, mirror).run(session, from, FtpPath.withoutSlash(to));
    }

    /**
     * Deletes a directory and its contents.
     *
     * @param path the directory on the server
     * @param rules filters and options
     * @return the result
     */
    public DirectoryTransfer delete(String path, DirectoryRules rules) {
        var whole = FtpPath.withoutSlash(path);
        var name = FtpPath.last(whole);
        if (FtpPath.isNoName(name)) {
            throw new IllegalArgumentException("\"" + path + "\" is not the name of a directory that can be deleted");
        }
        var attempt = Operation.on("delete directory", whole);
        var report = new DirectoryReport();
        var pool = new SessionPool(session, rules.withSessions(1), report, attempt);
        var parent = whole.substring(0, whole.length() - name.length());
        var file = RemoteFile.builder(name)
                .path(whole)
                .type(RemoteFile.Type.DIRECTORY)
                .build();
        // A missing directory is an error of the call.
        new FileQueries(session).stat(whole);
        pool.add(
                whole,
                on -> new DirectoryDelete(on, rules, report, pool)
                        .delete(RemoteDirectory.Place.start(FtpPath.withoutSlash(parent)), file, List.of()));
        pool.run();
        return report.result(pool.sessions(), rules.manner().dryRun());
    }
}
