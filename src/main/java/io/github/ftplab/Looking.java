package io.github.ftplab;

import io.github.ftplab.client.Lists;
import io.github.ftplab.client.Lookup;
import io.github.ftplab.client.Session;
import io.github.ftplab.client.Settings;
import io.github.ftplab.client.Walk;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The part of {@link FtpClient} that looks around on the server. */
abstract sealed class Looking permits Moving {

    final Session session;
    private final Lists lists;
    private final Lookup lookup;
    private final Walk walk;

    Looking(Session session, Settings settings) {
        this.session = session;
        this.lists = new Lists(session, settings.encoding());
        this.lookup = new Lookup(session);
        this.walk = new Walk(lists);
    }

    /**
     * Lists the current folder (LIST).
     *
     * <pre>{@code
     * for (var line : ftp.dir().lines()) System.out.println("- " + line);
     * }</pre>
     *
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing dir() {
        return listing(Optional.empty());
    }

    /**
     * Lists a folder, or one file (LIST).
     *
     * <pre>{@code
     * ftp.dir("pub").lines();
     * }</pre>
     *
     * @param path the folder on the server
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if there is no such folder (550), or the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing dir(String path) {
        return listing(Optional.of(path));
    }

    /**
     * Lists the current folder with all that the server tells (MLSD, RFC 3659; LIST where the server is too old for
     * that): exact times and sizes, where {@link #dir()} has what is good to look at.
     *
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing list() {
        return machineListing(Optional.empty());
    }

    /**
     * Lists a folder with all that the server tells (MLSD, else LIST).
     *
     * <pre>{@code
     * ftp.list("pub").sorted(Comparator.comparing(file -> file.size().orElse(0)));
     * }</pre>
     *
     * @param path the folder on the server
     * @return its entries; none if it is empty
     * @throws FtpException.Refused if there is no such folder (550), or the user may not list it
     * @throws FtpException.Protocol if the server sends more than 128 MiB; {@link #list(String, Consumer)} takes any
     *     length
     */
    public Listing list(String path) {
        return machineListing(Optional.of(path));
    }

    private Listing machineListing(Optional<String> path) {
        var found = lists.machineList(path);
        return new Listing(path.orElse(""), found.lines(), found.format());
    }

    /**
     * Lists a folder of any size and keeps nothing of it: each entry is handed on as it comes.
     *
     * <pre>{@code
     * ftp.list("archive", file -> System.out.println(file.name()));
     * }</pre>
     *
     * @param path the folder on the server
     * @param action what to do with each entry; this session can't do anything else meanwhile. If it throws, the
     *     listing is broken off
     * @throws FtpException.Refused if there is no such folder (550), or the user may not list it
     */
    public void list(String path, Consumer<RemoteFile> action) {
        lists.forEach(Optional.of(path), action);
    }

    /**
     * Lists a folder and all folders in it, down to the last. Links are listed and not followed.
     *
     * <pre>{@code
     * ftp.walk("pub").matching("*.txt").totalSize();
     * }</pre>
     *
     * @param path the folder on the server
     * @return all entries, folders before what is in them; their paths begin with the given one
     * @throws FtpException.Refused if one of them can't be listed
     * @throws FtpException.Protocol if there are more than 100 levels or a million entries
     */
    public Listing walk(String path) {
        return walk(path, Integer.MAX_VALUE);
    }

    /**
     * Lists a folder and the folders in it, to a certain depth.
     *
     * <pre>{@code
     * ftp.walk("pub", 2).filter(RemoteFile::isDirectory);
     * }</pre>
     *
     * @param path the folder on the server
     * @param depth how many levels; 1 is the folder alone
     * @return all entries, folders before what is in them; their paths begin with the given one
     * @throws FtpException.Refused if one of them can't be listed
     */
    public Listing walk(String path, int depth) {
        if (depth < 1) {
            throw new IllegalArgumentException("a depth of " + depth + " lists nothing; 1 is the folder alone");
        }
        return new Listing(walk.walk(Optional.of(path), depth));
    }

    /**
     * Asks what a path leads to (MLST, RFC 3659; on older servers what SIZE, MDTM and CWD tell).
     *
     * <pre>{@code
     * ftp.stat("example.txt");    // example.txt (6 bytes, 2026-03-05T21:18:00Z)
     * }</pre>
     *
     * @param path a file or folder on the server
     * @return what it is
     * @throws FtpException.Refused if there is nothing there (550), or the user may not see it
     */
    public RemoteFile stat(String path) {
        return lookup.stat(path);
    }

    /**
     * Asks whether there is anything at a path.
     *
     * <pre>{@code
     * if (!ftp.exists("new")) ftp.mkdir("new");
     * }</pre>
     *
     * @param path a file or folder on the server
     * @return whether there is something that the user may see
     */
    public boolean exists(String path) {
        return lookup.exists(path);
    }

    private Listing listing(Optional<String> path) {
        var found = lists.list(path);
        return new Listing(path.orElse(""), found.lines(), found.format());
    }

    /**
     * Names what is in the current folder (NLST).
     *
     * <pre>{@code
     * ftp.nlst();    // [example.txt, pub]
     * }</pre>
     *
     * @return the names, in the server's order; none if it is empty
     * @throws FtpException.Refused if the user may not list it
     */
    public List<String> nlst() {
        return lists.names(Optional.empty());
    }

    /**
     * Names what is in a folder (NLST).
     *
     * <pre>{@code
     * ftp.nlst("pub");    // [a.txt, b.md]
     * }</pre>
     *
     * @param path the folder on the server
     * @return the names as the server wrote them, some servers put the folder before each; none if it is empty
     * @throws FtpException.Refused if there is no such folder (550), or the user may not list it
     */
    public List<String> nlst(String path) {
        return lists.names(Optional.of(path));
    }

    /**
     * Goes to another folder (CWD).
     *
     * <pre>{@code
     * ftp.cd("pub");
     * ftp.pwd();      // /pub
     * ftp.cd("..");
     * }</pre>
     *
     * @param path the folder on the server; {@code ..} is the one around the current one
     * @return the server's answer
     * @throws FtpException.Refused if there is no such folder, or the user may not go there (550)
     */
    public Reply cd(String path) {
        return session.changeFolder(path);
    }

    /**
     * Asks which folder is the current one (PWD).
     *
     * @return its path, from {@code /}
     */
    public String pwd() {
        return lookup.currentFolder();
    }

    /**
     * Asks for the size of a file (SIZE, RFC 3659).
     *
     * <pre>{@code
     * ftp.size("example.txt");    // 6
     * }</pre>
     *
     * @param path the file on the server
     * @return its size in bytes
     * @throws FtpException.Refused if there is no such file (550), or the server does not know the command
     */
    public long size(String path) {
        return lookup.size(path);
    }

    /**
     * Asks when a file was changed last (MDTM, RFC 3659).
     *
     * <pre>{@code
     * ftp.modified("example.txt");    // 2026-03-05T21:18:00Z
     * }</pre>
     *
     * @param path the file on the server
     * @return the time, as exact as the server says, mostly to the second
     * @throws FtpException.Refused if there is no such file (550), or the server does not know the command
     */
    public Instant modified(String path) {
        return lookup.modified(path);
    }
}
