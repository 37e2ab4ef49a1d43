package io.github.ftplab.client;

import io.github.ftplab.FolderTransfer;
import io.github.ftplab.RemoteFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Moves and deletes folders as a whole. */
public final class Trees {

    private final Session session;

    /**
     * Folders of one session.
     *
     * @param session where it begins; further ones may join it
     */
    public Trees(Session session) {
        this.session = session;
    }

    /**
     * Downloads a folder.
     *
     * @param from the folder on the server
     * @param to the folder here
     * @param rules what of it, and how
     * @param mirror whether only what differs is moved
     * @return what became of it
     */
    public FolderTransfer download(String from, Path to, Rules rules, boolean mirror) {
        var attempt = Attempt.on(mirror ? "mirror" : "download folder", folder(from));
        return new FolderDownload(session, attempt, rules, mirror).run(session, folder(from), to);
    }

    /**
     * Uploads a folder.
     *
     * @param from the folder here
     * @param to the folder on the server
     * @param rules what of it, and how
     * @param mirror whether only what differs is moved
     * @return what became of it
     */
    public FolderTransfer upload(Path from, String to, Rules rules, boolean mirror) {
        var attempt = new Attempt((mirror ? "mirror " : "upload folder ") + from + " as " + to, to);
        return new FolderUpload(session, attempt, rules, mirror).run(session, from, folder(to));
    }

    /**
     * Deletes a folder and all in it.
     *
     * @param path the folder on the server
     * @param rules what of it, and how
     * @return what became of it
     */
    public FolderTransfer delete(String path, Rules rules) {
        var whole = folder(path);
        var name = Paths.last(whole);
        if (Paths.isNoName(name)) {
            throw new IllegalArgumentException("\"" + path + "\" is not the name of a folder that can be deleted");
        }
        var attempt = Attempt.on("delete folder", whole);
        var report = new Report();
        var crew = new Crew(session, rules.withSessions(1), report, attempt);
        var parent = whole.substring(0, whole.length() - name.length());
        var file = new RemoteFile(
                name,
                whole,
                RemoteFile.Type.DIRECTORY,
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        // A missing folder is an error of the call.
        new Lookup(session).stat(whole);
        crew.add(
                whole,
                on -> new FolderDelete(on, rules, report, crew)
                        .delete(Entries.Place.start(folder(parent)), file, List.of()));
        crew.run();
        return report.result(crew.sessions(), rules.manner().dryRun());
    }

    private static String folder(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
