package io.github.ftplab.internal.server.listing;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.server.file.FileEntry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Formats the lines of MLST and MLSD (RFC 3659, section 7) with the facts chosen by OPTS MLST. */
public final class MlsxFormat {

    private enum Fact {
        TYPE("type"),
        PERM("perm"),
        SIZE("size"),
        MODIFY("modify"),
        UNIQUE("unique"),
        MODE("unix.mode"),
        UID("unix.uid"),
        GID("unix.gid"),
        OWNER_NAME("unix.ownername"),
        GROUP_NAME("unix.groupname");

        final String text;

        Fact(String text) {
            this.text = text;
        }
    }

    /** What a client gets that chooses nothing: the names are longer, and few clients show them. */
    public static final MlsxFormat USUAL = new MlsxFormat(EnumSet.range(Fact.TYPE, Fact.GID));

    private final Set<Fact> facts;

    private MlsxFormat(Set<Fact> facts) {
        this.facts = facts;
    }

    /** Parses the argument of OPTS MLST; unknown facts are ignored (RFC 3659, section 7.9). */
    public static MlsxFormat choose(String option) {
        var wanted = List.of(option.toLowerCase(Locale.ROOT).split(";"));
        var facts = EnumSet.allOf(Fact.class);
        facts.removeIf(fact -> !wanted.contains(fact.text));
        return new MlsxFormat(facts);
    }

    /** {@return all facts as in FEAT, the chosen ones with an asterisk (RFC 3659, section 7.8)} */
    public String offer() {
        return EnumSet.allOf(Fact.class).stream()
                .map(fact -> fact.text + (facts.contains(fact) ? "*;" : ";"))
                .collect(Collectors.joining());
    }

    /** {@return the chosen facts as in the reply to OPTS} */
    public String text() {
        return facts.stream().map(fact -> fact.text + ";").collect(Collectors.joining());
    }

    public String line(FileEntry entry, String name, Set<Permission> permissions) {
        var line = new StringBuilder(128);
        for (var fact : facts) {
            append(line, fact, entry, permissions);
        }
        return line.append(' ').append(Text.oneLine(name)).toString();
    }

    private static void append(StringBuilder line, Fact fact, FileEntry entry, Set<Permission> permissions) {
        switch (fact) {
            case TYPE -> put(line, fact, type(entry));
            case SIZE -> put(line, fact, Long.toString(entry.size()));
            case MODIFY -> put(line, fact, FtpTime.format(entry.modified()));
            case PERM -> put(line, fact, perm(entry, permissions));
            case UNIQUE -> put(line, fact, entry.unique());
            case MODE -> put(line, fact, "0" + Integer.toOctalString(entry.mode()));
            case UID -> put(line, fact, entry.uid() < 0 ? "" : Integer.toString(entry.uid()));
            case GID -> put(line, fact, entry.gid() < 0 ? "" : Integer.toString(entry.gid()));
            case OWNER_NAME -> put(line, fact, entry.owner().replace(';', '_'));
            case GROUP_NAME -> put(line, fact, entry.group().replace(';', '_'));
        }
    }

    private static void put(StringBuilder line, Fact fact, String value) {
        if (!value.isEmpty() || fact == Fact.PERM) {
            line.append(fact.text).append('=').append(value).append(';');
        }
    }

    private static String type(FileEntry entry) {
        return switch (entry.kind()) {
            case FILE -> "file";
            case DIRECTORY -> "dir";
            case LINK -> "OS.unix=symlink";
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE, OTHER -> "OS.unix=special";
        };
    }

    /** {@return the value of the perm fact (RFC 3659, section 7.5.5)} */
    private static String perm(FileEntry entry, Set<Permission> permissions) {
        var perm = new StringBuilder();
        boolean directory = entry.kind() == FileEntry.Kind.DIRECTORY;
        add(perm, permissions, Permission.APPEND, !directory, "a");
        add(perm, permissions, Permission.STORE, directory, "c");
        add(perm, permissions, Permission.DELETE, true, directory ? "dp" : "d");
        add(perm, permissions, Permission.CHANGE_DIRECTORY, directory, "e");
        add(perm, permissions, Permission.RENAME, true, "f");
        add(perm, permissions, Permission.LIST, directory, "l");
        add(perm, permissions, Permission.MAKE_DIRECTORY, directory, "m");
        add(perm, permissions, Permission.RETRIEVE, !directory, "r");
        add(perm, permissions, Permission.STORE, !directory, "w");
        return perm.toString();
    }

    private static void add(
            StringBuilder perm, Set<Permission> permissions, Permission needed, boolean applies, String letters) {
        if (applies && permissions.contains(needed)) {
            perm.append(letters);
        }
    }
}
