package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.UnixMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lines of MLSD and MLST (RFC 3659, section 7): {@code type=file;size=6;modify=20260305211800; example.txt}. */
public final class MlsxParser implements LineParser {

    /** The facts to ask for, of those that servers are known to offer. */
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

    private static final String UNIX_TYPE = "os.unix=";

    private final ListingContext context;
    private boolean hasFacts;

    MlsxParser(ListingContext context) {
        this.context = context;
    }

    /** {@return the OPTS argument that asks for more facts than the server tells by itself, if it offers more} */
    public static Optional<String> options(String offered) {
        var chosen = new StringBuilder();
        boolean more = false;
        for (var fact : offered.split(";", -1)) {
            var name = fact.strip();
            boolean byDefault = name.endsWith("*");
            // The fact names of some servers are case-sensitive.
            var bare = byDefault ? name.substring(0, name.length() - 1) : name;
            boolean wanted = WANTED.contains(bare.toLowerCase(Locale.ROOT));
            if (wanted) {
                chosen.append(bare).append(';');
            }
            more |= wanted && !byDefault;
        }
        return more ? Optional.of("MLST " + chosen) : Optional.empty();
    }

    @Override
    public boolean parse(String line) {
        int begin = nameBegin(line);
        boolean bare = begin < 0 && !hasFacts && isBareName(line);
        if (begin < 0 && !bare) {
            return false;
        }
        hasFacts |= !bare;
        var facts = bare ? Map.<String, String>of() : facts(line.substring(0, begin));
        var type = facts.getOrDefault("type", "").toLowerCase(Locale.ROOT);
        var name = FtpPath.last(line.substring(bare ? 1 : begin));
        if (type.equals("cdir") || type.equals("pdir") || FtpPath.isSelfOrParent(name)) {
            return true;
        }
        if (name.isEmpty()) {
            return false;
        }
        context.files().accept(file(name, FtpPath.in(context.directory(), name), facts));
        return true;
    }

    /**
     * {@return whether the line is a blank and a name} A server may send no facts (RFC 3659, section 7.2), but then for no
     * entry; and an error message is not a name.
     */
    private static boolean isBareName(String line) {
        return line.length() > 1
                && line.charAt(0) == ' '
                && line.charAt(1) != ' '
                && !line.contains(": ")
                && line.indexOf('=') < 0;
    }

    /**
     * {@return where the name begins, or -1 if no facts precede it} A blank separates them. A fact's value may contain
     * blanks, and a name semicolons. Some servers begin the line with a blank, some omit the last semicolon, and some
     * the blank.
     */
    private static int nameBegin(String line) {
        int begin = 0;
        while (begin < line.length() && line.charAt(begin) == ' ') {
            begin++;
        }
        // If no fact contains a blank, the one after the facts may be missing too.
        boolean plain = true;
        int at = begin;
        while (true) {
            if (at > begin && at == line.length()) {
                return -1;
            }
            if (at > begin && Words.isBlank(line.charAt(at))) {
                return at + 1;
            }
            if (at > begin && plain && line.charAt(at) == '/') {
                return at;
            }
            var fact = Fact.at(line, at);
            if (fact.end == line.length()) {
                boolean isName = !fact.named && at > begin && plain && fact.blank < 0;
                return isName ? at : fact.named && fact.blank > 0 ? fact.blank + 1 : -1;
            }
            if (!fact.named && (at == begin || fact.blank >= 0)) {
                return -1;
            }
            plain &= fact.named && fact.blank < 0;
            at = fact.end + 1;
        }
    }

    /**
     * A possible fact, up to a semicolon.
     *
     * @param end the index of the semicolon, or the length of the line
     * @param named whether it begins with a name and an equals sign, without a blank or a slash before it
     * @param blank the index of the first blank, or -1
     */
    private record Fact(int end, boolean named, int blank) {

        static Fact at(String line, int begin) {
            int blank = -1;
            boolean named = false;
            boolean canBeNamed = true;
            int at = begin;
            while (at < line.length() && line.charAt(at) != ';') {
                char c = line.charAt(at);
                named |= c == '=' && canBeNamed && at > begin;
                canBeNamed &= c != '/' && c != ' ' && c != '=';
                blank = c == ' ' && blank < 0 ? at : blank;
                at++;
            }
            return new Fact(at, named, blank);
        }
    }

    /** {@return the file that a reply to MLST describes, under the path that was asked for} */
    public static Optional<RemoteFile> single(List<String> replyLines, String path) {
        return replyLines.stream()
                .map(String::strip)
                .filter(line -> line.contains(";") && Fact.at(line, 0).named)
                .findFirst()
                .map(line -> {
                    int begin = nameBegin(line);
                    var facts = facts(begin < 0 ? line : line.substring(0, begin));
                    return file(FtpPath.name(path), path, facts);
                });
    }

    private static Map<String, String> facts(String text) {
        var facts = new LinkedHashMap<String, String>();
        for (var fact : text.strip().split(";", -1)) {
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
            default -> isLink(type) ? RemoteFile.Type.LINK : RemoteFile.Type.OTHER;
        };
    }

    /** Any type with a target is a link, whatever its name. */
    private static boolean isLink(String type) {
        return type.startsWith(UNIX_TYPE)
                && (type.startsWith("slink", UNIX_TYPE.length())
                        || type.startsWith("symlink", UNIX_TYPE.length())
                        || type.indexOf(':') > 0);
    }

    /** {@return the target of a link, or an empty string} */
    private static String linkTarget(String type) {
        int colon = type.indexOf(':');
        return type(type.toLowerCase(Locale.ROOT)) == RemoteFile.Type.LINK && colon > 0
                ? type.substring(colon + 1)
                : "";
    }

    /** {@return the size in bytes, or -1} */
    private static long size(Map<String, String> facts) {
        return Text.number(facts.getOrDefault("size", facts.getOrDefault("sizd", "")));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : FtpTime.parse(text);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** {@return nine letters, or an empty string} */
    private static String permissions(@Nullable String mode) {
        int bits = mode == null ? -1 : UnixMode.octal(mode);
        return bits < 0 ? "" : UnixMode.letters(bits);
    }

    /** {@return the first value that is present, or an empty string} */
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
