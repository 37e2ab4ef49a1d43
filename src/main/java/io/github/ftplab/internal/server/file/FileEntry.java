package io.github.ftplab.internal.server.file;

import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.UnixMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a listing.
 *
 * @param name the file's name in its directory
 * @param kind the kind of file
 * @param size the size in bytes
 * @param modified the time of the last modification
 * @param mode the permission bits, such as 0644
 * @param links the number of hard links
 * @param owner the owner's name
 * @param group the group's name
 * @param uid the owner's numeric id, or -1 if the file system has none
 * @param gid the group's numeric id, or -1 if the file system has none
 * @param unique the value of MLSD's unique fact, or empty
 * @param key the file key, see {@link BasicFileAttributes#fileKey}
 * @param target the target of a symbolic link, or null
 */
public record FileEntry(
        String name,
        Kind kind,
        long size,
        Instant modified,
        int mode,
        int links,
        String owner,
        String group,
        int uid,
        int gid,
        String unique,
        @Nullable Object key,
        @Nullable Path target) {

    public FileEntry {
        modified = FtpTime.withinFourDigits(modified);
    }

    /** The kinds of files that listings tell apart. */
    public enum Kind {
        FILE('-'),
        DIRECTORY('d'),
        LINK('l'),
        FIFO('p'),
        SOCKET('s'),
        CHARACTER_DEVICE('c'),
        BLOCK_DEVICE('b'),
        /** Another special file, or one whose file system does not tell its kind. */
        OTHER('s');

        public final char letter;

        Kind(char letter) {
            this.letter = letter;
        }
    }

    /** The attributes that only Unix has. Each costs time in a large directory. */
    private static final String UNIX = "unix:mode,nlink,uid,gid,dev,ino,fileKey";

    private static final int TYPE_BITS = 0170000;
    private static final int PERMISSION_BITS = 07777;
    private static final int DIRECTORY_MODE = 0755;
    private static final int FILE_MODE = 0644;
    private static final Map<Integer, String> OWNERS = new ConcurrentHashMap<>();
    private static final Map<Integer, String> GROUPS = new ConcurrentHashMap<>();

    public boolean isDirectory() {
        return kind == Kind.DIRECTORY;
    }

    /** Reads an entry; links are not followed. */
    static FileEntry read(Path path, String name) throws IOException {
        return read(path, name, Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }

    /**
     * Reads the remaining attributes of an entry. If the path now denotes another file, its key differs from that of
     * {@code known}.
     *
     * @param known the attributes that have been read already
     */
    static FileEntry read(Path path, String name, BasicFileAttributes known) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? readUnix(path, name, known)
                : readBasic(path, name);
    }

    private static FileEntry readUnix(Path path, String name, BasicFileAttributes known) throws IOException {
        var map = Files.readAttributes(path, UNIX, LinkOption.NOFOLLOW_LINKS);
        int uid = number(map, "uid").intValue();
        int gid = number(map, "gid").intValue();
        int mode = number(map, "mode").intValue();
        var kind = kind(known);
        return new FileEntry(
                name,
                kind == Kind.OTHER ? special(mode) : kind,
                known.size(),
                known.lastModifiedTime().toInstant(),
                mode & PERMISSION_BITS,
                number(map, "nlink").intValue(),
                nameOf(OWNERS, uid, path, "uid", "owner"),
                nameOf(GROUPS, gid, path, "gid", "group"),
                uid,
                gid,
                hex(map, "dev") + "g" + hex(map, "ino"),
                map.get("fileKey"),
                kind == Kind.LINK ? Files.readSymbolicLink(path) : null);
    }

    private static FileEntry readBasic(Path path, String name) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        BasicFileAttributes attributes = posix
                ? Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                : Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        var kind = kind(attributes);
        var known = attributes instanceof PosixFileAttributes all ? all : null;
        var key = attributes.fileKey();
        return new FileEntry(
                name,
                kind,
                attributes.size(),
                attributes.lastModifiedTime().toInstant(),
                known != null ? UnixMode.of(known.permissions()) : kind == Kind.DIRECTORY ? DIRECTORY_MODE : FILE_MODE,
                1,
                known != null ? oneWord(known.owner()) : "owner",
                known != null ? oneWord(known.group()) : "group",
                -1,
                -1,
                key == null ? "" : HexFormat.of().formatHex(key.toString().getBytes(StandardCharsets.UTF_8)),
                key,
                kind == Kind.LINK ? Files.readSymbolicLink(path) : null);
    }

    /** Replaces blanks, which would end the column. */
    private static String oneWord(Object principal) {
        return principal.toString().replace(' ', '_');
    }

    private static Object value(Map<String, Object> map, String attribute) {
        return Objects.requireNonNull(map.get(attribute), attribute);
    }

    private static Number number(Map<String, Object> map, String attribute) {
        return (Number) value(map, attribute);
    }

    private static String hex(Map<String, Object> map, String attribute) {
        return Long.toHexString(number(map, attribute).longValue());
    }

    private static Kind kind(BasicFileAttributes attributes) {
        return attributes.isSymbolicLink()
                ? Kind.LINK
                : attributes.isDirectory() ? Kind.DIRECTORY : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
    }

    /** {@return the kind of a special file by its mode, as in {@code <sys/stat.h>}} */
    private static Kind special(int mode) {
        return switch (mode & TYPE_BITS) {
            case 0010000 -> Kind.FIFO;
            case 0140000 -> Kind.SOCKET;
            case 0020000 -> Kind.CHARACTER_DEVICE;
            case 0060000 -> Kind.BLOCK_DEVICE;
            default -> Kind.OTHER;
        };
    }

    /**
     * Looks up a user's or group's name, cached for the default file system, as the JDK does not cache. Other file
     * systems have ids of their own.
     */
    private static String nameOf(
            Map<Integer, String> names, int id, Path path, String idAttribute, String nameAttribute)
            throws IOException {
        boolean standard = path.getFileSystem().equals(FileSystems.getDefault());
        var known = standard ? names.get(id) : null;
        if (known != null) {
            return known;
        }
        var map = Files.readAttributes(path, "unix:" + idAttribute + "," + nameAttribute, LinkOption.NOFOLLOW_LINKS);
        var name = oneWord(value(map, nameAttribute));
        if (standard && number(map, idAttribute).intValue() == id) {
            names.put(id, name);
        }
        return name;
    }
}
