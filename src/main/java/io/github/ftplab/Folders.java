package io.github.ftplab;

import io.github.ftplab.client.Session;
import io.github.ftplab.client.Settings;
import io.github.ftplab.client.Trees;
import java.nio.file.Path;

/** The part of {@link FtpClient} that moves whole folders. */
abstract sealed class Folders extends Moving permits FtpClient {

    private final Trees trees;

    Folders(Session session, Settings settings) {
        super(session, settings);
        this.trees = new Trees(session);
    }

    /**
     * Downloads all in a folder, and in the folders in it.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", Path.of("copy"));    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the folder on the server
     * @param to the folder here, made if it is missing
     * @return what became of each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, FolderOptions)} does
     */
    public FolderTransfer downloadDirectory(String from, Path to) {
        return downloadDirectory(from, to, FolderOptions.DEFAULT);
    }

    /**
     * Downloads what is in a folder, and in the folders in it. A file that fails does not stop the others, and is part
     * of the result. Links on the server are not followed; a name that could lead out of the folder here is a failure.
     *
     * <pre>{@code
     * ftp.downloadDirectory("pub", Path.of("copy"), FolderOptions.DEFAULT.include("*.txt").parallel(4));
     * }</pre>
     *
     * @param from the folder on the server
     * @param to the folder here, made if it is missing
     * @param options what of it, and how
     * @return what became of each file
     * @throws FtpException.Refused if there is no such folder (550), or the user may not list it
     * @throws FtpException.LocalFile if there is a file where the folder is to be
     * @throws FtpException.Connection if it was aborted or interrupted; what was moved before stays
     */
    public FolderTransfer downloadDirectory(String from, Path to, FolderOptions options) {
        return trees.download(from, to, notDeleting(options).rules, false);
    }

    /**
     * Uploads all in a folder, and in the folders in it.
     *
     * <pre>{@code
     * ftp.uploadDirectory(Path.of("site"), "www");    // 2 files moved (12 bytes, 8.1 ms)
     * }</pre>
     *
     * @param from the folder here
     * @param to the folder on the server, made if it is missing, with those around it
     * @return what became of each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, FolderOptions)} does
     */
    public FolderTransfer uploadDirectory(Path from, String to) {
        return uploadDirectory(from, to, FolderOptions.DEFAULT);
    }

    /**
     * Uploads what is in a folder, and in the folders in it. A file that fails does not stop the others, and is part of
     * the result. A link to a file is that file; a link to a folder is not followed.
     *
     * <pre>{@code
     * ftp.uploadDirectory(Path.of("site"), "www", FolderOptions.DEFAULT.exclude("*.tmp"));
     * }</pre>
     *
     * @param from the folder here
     * @param to the folder on the server, made if it is missing, with those around it
     * @param options what of it, and how
     * @return what became of each file
     * @throws FtpException.LocalFile if there is no such folder here; nothing was sent then
     * @throws FtpException.Refused if the folder on the server can't be made
     * @throws FtpException.Connection if it was aborted or interrupted; what was moved before stays
     */
    public FolderTransfer uploadDirectory(Path from, String to, FolderOptions options) {
        return trees.upload(from, to, notDeleting(options).rules, false);
    }

    private static FolderOptions notDeleting(FolderOptions options) {
        if (options.rules.manner().deleting()) {
            throw new IllegalArgumentException("only mirror(...) deletes what the source does not have");
        }
        return options;
    }

    /**
     * Makes a folder here as one on the server is: as {@link #downloadDirectory(String, Path, FolderOptions)}, but moves
     * only files that are missing here, of another size, or newer on the server, and keeps their times.
     *
     * <pre>{@code
     * ftp.mirror("pub", Path.of("copy"), FolderOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the folder on the server
     * @param to the folder here
     * @param options what of it, and how; {@link FolderOptions#deleting} deletes what the server does not have
     * @return what became of each file
     * @throws FtpException as {@link #downloadDirectory(String, Path, FolderOptions)} does
     */
    public FolderTransfer mirror(String from, Path to, FolderOptions options) {
        return trees.download(from, to, options.rules, true);
    }

    /**
     * Makes a folder on the server as one here is: as {@link #uploadDirectory(Path, String, FolderOptions)}, but moves
     * only files that are missing there, of another size, or newer here, and keeps their times where the server can
     * (MFMT).
     *
     * <pre>{@code
     * ftp.mirror(Path.of("site"), "www", FolderOptions.DEFAULT.deleting());
     * }</pre>
     *
     * @param from the folder here
     * @param to the folder on the server
     * @param options what of it, and how; {@link FolderOptions#deleting} deletes what is not here
     * @return what became of each file
     * @throws FtpException as {@link #uploadDirectory(Path, String, FolderOptions)} does
     */
    public FolderTransfer mirror(Path from, String to, FolderOptions options) {
        return trees.upload(from, to, options.rules, true);
    }

    /**
     * Deletes a folder on the server and all in it. A link is deleted, and never what it leads to.
     *
     * <pre>{@code
     * ftp.deleteDirectory("old").deleted();    // [old/a.txt, old]
     * }</pre>
     *
     * @param path the folder
     * @return what was deleted, and what failed
     * @throws FtpException.Refused if there is no such folder (550)
     */
    public FolderTransfer deleteDirectory(String path) {
        return deleteDirectory(path, FolderOptions.DEFAULT);
    }

    /**
     * Deletes what is in a folder on the server, and the folder if it is empty then.
     *
     * <pre>{@code
     * ftp.deleteDirectory("old", FolderOptions.DEFAULT.dryRun()).deleted();    // what would be
     * }</pre>
     *
     * @param path the folder
     * @param options which names, whether only to say what would be deleted, and whether a failure is the end; sizes,
     *     times and what is about moving files have no effect
     * @return what was deleted, and what failed
     * @throws FtpException.Refused if there is no such folder (550)
     */
    public FolderTransfer deleteDirectory(String path, FolderOptions options) {
        return trees.delete(path, options.rules);
    }
}
