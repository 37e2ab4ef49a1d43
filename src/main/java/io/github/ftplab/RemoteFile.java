package io.github.ftplab;

import io.github.ftplab.internal.protocol.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A file, directory or link on a server, as a listing told of it. What the listing did not tell is empty.
 *
 * <pre>{@code
 * for (var file : ftp.dir()) System.out.println(file.name() + " " + file.size().orElse(0));
 * }</pre>
 *
 * @param name the last part of its path
 * @param path the path to give back to the session that listed it, as long as that is in the same directory:
 *     {@code pub/a.txt} in the listing of {@code pub}
 * @param type what it is
 * @param size its size in bytes; of a directory, whatever the server says
 * @param modified when it was changed last. LIST tells neither seconds nor time zone, and the zone is taken to be this
 *     machine's; {@link FtpClient#modified} asks for the exact time
 * @param permissions the nine letters of {@code ls -l}, such as {@code rw-r--r--}
 * @param owner the user whom it belongs to
 * @param group the group that it belongs to
 * @param target where a link leads
 * @param facts what MLSD told about it (RFC 3659), names in lower case; empty after LIST
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
        /** A file with contents. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A symbolic link, to whatever. */
        LINK,
        /** A device, a pipe or something else. */
        OTHER
    }

    /**
     * Made by the client from one line of a listing; keeps a copy of the facts.
     *
     * @param name the last part of the path
     * @param path the path on the server
     * @param type what it is
     * @param size bytes, if told
     * @param modified when it was changed last, if told
     * @param permissions nine letters, if told
     * @param owner the user's name, if told
     * @param group the group's name, if told
     * @param target where a link leads, if told
     * @param facts what MLSD told, or nothing
     */
    public RemoteFile {
        facts = Map.copyOf(facts);
    }

    /** {@return whether it is a file with contents} */
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
