package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file, directory or link on a server, as a listing described it. What the listing did not contain is empty.
 *
 * <pre>{@code
 * for (var file : ftp.dir()) System.out.println(file.name() + " " + file.size().orElse(0));
 * }</pre>
 *
 * @param name the last part of its path
 * @param path its path for the session that listed it, as long as that stays in the same directory: {@code pub/a.txt}
 *     in the listing of {@code pub}
 * @param type what it is
 * @param size its size in bytes; of a directory, whatever the server reports
 * @param modified when it was last changed. LIST has neither seconds nor a time zone, so this machine's zone is assumed;
 *     {@link FtpClient#modified} asks for the exact time
 * @param permissions the nine letters of {@code ls -l}, such as {@code rw-r--r--}
 * @param owner the user who owns it
 * @param group the group that owns it
 * @param target where a link points
 * @param facts its facts from MLSD (RFC 3659), names in lower case; empty after LIST
 */
public record RemoteFile(
        String name,
        String path,
        Type type,
        OptionalLong size,
        Optional<Instant> modified,
        Optional<String> permissions,
        Optional<String> owner,
        Optional<String> group,
        Optional<String> target,
        Map<String, String> facts) {

    /** What an entry of a listing is. */
    public enum Type {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link, to anything. */
        LINK,
        /** A device, a pipe or anything else. */
        OTHER
    }

    /**
     * Made by the client from one line of a listing; keeps a copy of the facts.
     *
     * @param name the last part of the path
     * @param path the path on the server
     * @param type what it is
     * @param size bytes, if known
     * @param modified when it was last changed, if known
     * @param permissions nine letters, if known
     * @param owner the owner's name, if known
     * @param group the group's name, if known
     * @param target where a link points, if known
     * @param facts the facts from MLSD; empty after LIST
     */
    public RemoteFile {
        facts = Map.copyOf(facts);
    }

    /** {@return whether it is a regular file} */
    public boolean isFile() {
        return type == Type.FILE;
    }

    /**
     * {@return whether it is a directory}
     *
     * <pre>{@code
     * ftp.list().filter(RemoteFile::isDirectory);
     * }</pre>
     */
    public boolean isDirectory() {
        return type == Type.DIRECTORY;
    }

    /**
     * {@return one line, such as {@code example.txt (6 bytes, 2026-03-05T21:18:00Z)}; a directory's name ends in a
     * slash}
     */
    @Override
    public String toString() {
        var text = new StringBuilder(Text.visible(name)).append(isDirectory() ? "/" : "");
        target.ifPresent(where -> text.append(" → ").append(Text.visible(where)));
        var details = new ArrayList<String>();
        if (isFile()) {
            size.ifPresent(bytes -> details.add(bytes == 1 ? "1 byte" : bytes + " bytes"));
        }
        modified.ifPresent(time -> details.add(time.toString()));
        return details.isEmpty() ? text.toString() : text + " (" + String.join(", ", details) + ")";
    }
}
