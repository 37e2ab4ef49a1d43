package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.UnixMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Lines of MLSD and MLST (RFC 3659, section 7): {@code type=file;size=6;modify=20260305211800; example.txt}. */
final class MlsxParser implements ListFormat {

    static final MlsxParser INSTANCE = new MlsxParser();

    /** A longer line has no name that a file system takes, and would be read for too long. */
    private static final int LONGEST_LINE = 64 << 10;

    /** What is worth asking for, of what servers are known to tell. */
    private static final List<String> WANTED = List.of(
            "type",
            "size",
            "modify",
            "perm",
            "unique",
            "unix.mode",
            "unix.owner",
            "unix.group",
            "unix.ownername",
            "unix.groupname");

    private MlsxParser() {}

    /** {@return the OPTS argument that asks for more facts than the server tells by itself, if it has more} */
    static Optional<String> options(String offered) {
        var chosen = new StringBuilder();
        boolean more = false;
        for (var fact : offered.split(";", -1)) {
            var name = fact.strip().toLowerCase(Locale.ROOT);
            boolean byDefault = name.endsWith("*");
            var bare = byDefault ? name.substring(0, name.length() - 1) : name;
            boolean wanted = WANTED.contains(bare);
            if (wanted) {
                chosen.append(bare).append(';');
            }
            more |= wanted && !byDefault;
        }
        return more ? Optional.of("MLST " + chosen) : Optional.empty();
    }

    @Override
    public List<RemoteFile> read(List<String> lines, String directory, Consumer<String> unread) {
        var files = new ArrayList<RemoteFile>(lines.size());
        for (var line : lines) {
            var file = entry(line, directory, unread);
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    @Override
    public boolean isForPeople() {
        return false;
    }

    private static @Nullable RemoteFile entry(String line, String directory, Consumer<String> unread) {
        int end = line.length() > LONGEST_LINE ? -1 : endOfFacts(line);
        var facts = end < 0
                ? Map.<String, String>of()
                : facts(line.substring(0, end).strip());
        var type = facts.getOrDefault("type", "").toLowerCase(Locale.ROOT);
        var name = FtpPath.last(line.substring(end + 1));
        if (type.equals("cdir") || type.equals("pdir") || (!facts.isEmpty() && FtpPath.isSelfOrParent(name))) {
            return null;
        }
        if (facts.isEmpty() || name.isEmpty()) {
            if (!line.isBlank()) {
                unread.accept(line);
            }
            return null;
        }
        return file(name, FtpPath.in(directory, name), facts);
    }

    /**
     * {@return where the blank is that divides the facts from the name, or -1 if the line is not made like that} A
     * fact's value may have blanks in it, and a name semicolons. Some servers begin the line with a blank, and some
     * leave out the last semicolon.
     */
    private static int endOfFacts(String line) {
        int at = 0;
        while (at < line.length() && line.charAt(at) == ' ') {
            at++;
        }
        int begin = at;
        while (at == begin || at >= line.length() || line.charAt(at) != ' ') {
            int blank = line.indexOf(' ', at);
            if (blank < 0) {
                return -1;
            }
            int semicolon = line.indexOf(';', at);
            int equals = line.indexOf('=', at);
            boolean isFact = equals >= 0 && equals < blank;
            if (semicolon < 0) {
                return isFact ? blank : -1;
            }
            if (semicolon > blank && !isFact) {
                return -1;
            }
            at = semicolon + 1;
        }
        return at;
    }

    /** {@return the file that a reply to MLST tells about, called as it was asked for} */
    static Optional<RemoteFile> single(List<String> replyLines, String path) {
        return replyLines.stream()
                .map(String::strip)
                .filter(line -> line.contains("=") && line.contains(";"))
                .findFirst()
                .map(line -> {
                    int end = line.indexOf(' ');
                    var facts = facts(end < 0 ? line : line.substring(0, end));
                    return file(FtpPath.name(path), path, facts);
                });
    }

    private static Map<String, String> facts(String text) {
        var facts = new LinkedHashMap<String, String>();
        for (var fact : text.split(";", -1)) {
            int equals = fact.indexOf('=');
            if (equals > 0) {
                facts.put(fact.substring(0, equals).toLowerCase(Locale.ROOT), fact.substring(equals + 1));
            }
        }
        return facts;
    }

    private static RemoteFile file(String name, String path, Map<String, String> facts) {
        var type = facts.getOrDefault("type", "");
        var file = RemoteFile.builder(name)
                .path(path)
                .type(type(type.toLowerCase(Locale.ROOT)))
                .size(size(facts))
                .permissions(permissions(facts.get("unix.mode")))
                .owner(first(facts, "unix.ownername", "unix.owner", "unix.uid"))
                .group(first(facts, "unix.groupname", "unix.group", "unix.gid"))
                .target(linkTarget(type))
                .facts(facts);
        var time = time(facts.get("modify"));
        return (time == null ? file : file.modified(time)).build();
    }

    private static RemoteFile.Type type(String type) {
        return switch (type) {
            case "file" -> RemoteFile.Type.FILE;
            case "dir", "cdir", "pdir" -> RemoteFile.Type.DIRECTORY;
            default ->
                type.startsWith("os.unix=slink") || type.startsWith("os.unix=symlink")
                        ? RemoteFile.Type.LINK
                        : RemoteFile.Type.OTHER;
        };
    }

    /** {@return where a link points, or an empty text} */
    private static String linkTarget(String type) {
        int colon = type.indexOf(':');
        return type(type.toLowerCase(Locale.ROOT)) == RemoteFile.Type.LINK && colon > 0
                ? type.substring(colon + 1)
                : "";
    }

    /** {@return the size in bytes, or -1} */
    private static long size(Map<String, String> facts) {
        try {
            return Long.parseLong(facts.getOrDefault("size", facts.getOrDefault("sizd", "-1")));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : FtpTime.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@return nine letters, or an empty text} */
    private static String permissions(@Nullable String mode) {
        try {
            return mode == null ? "" : UnixMode.letters(Integer.parseInt(mode, 8));
        } catch (NumberFormatException e) {
            return "";
        }
    }

    /** {@return the first value that is there, or an empty text} */
    private static String first(Map<String, String> facts, String... names) {
        for (var name : names) {
            var value = facts.getOrDefault(name, "");
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
