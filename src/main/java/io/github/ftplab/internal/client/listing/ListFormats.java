package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.UnixMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.commons.net.ftp.FTPClientConfig;
import org.apache.commons.net.ftp.FTPFile;
import org.apache.commons.net.ftp.FTPFileEntryParser;
import org.apache.commons.net.ftp.parser.DefaultFTPFileEntryParserFactory;
import org.apache.commons.net.ftp.parser.NTFTPEntryParser;
import org.apache.commons.net.ftp.parser.ParserInitializationException;
import org.apache.commons.net.ftp.parser.UnixFTPEntryParser;
import org.jspecify.annotations.Nullable;

/** How the lines of a listing are to be read. No RFC says how LIST is to look, so the lines themselves are asked. */
final class ListFormats implements ListFormat {

    static final ListFormats UNIX = new ListFormats(ListFormats::unix, FastListParser::unix);

    private static final List<ListFormats> KNOWN_BY_SIGHT =
            List.of(UNIX, new ListFormats(NTFTPEntryParser::new, FastListParser::dos));
    private static final int SAMPLE = 5;
    /** Commons Net's patterns take a stack frame for a character of some lines, and seconds for others. */
    private static final int LONGEST_LINE = 2_000;

    /** What {@code ls} and VMS write around the entries. What looks like an error of {@code ls} is not among it. */
    private static final Pattern FRAME = Pattern.compile(
            "\\s*|\\s*(?:total|totale|totaal|totalt|insgesamt|gesamt|razem|celkem|yhteensä|toplam|итого|всього|合計|总用量|總計|합계):?"
                    + "\\s+[\\d.,]+ ?[KMGTPE]?i?B?\\s*|\\d.*<DIR>\\s+\\.\\.?\\s*|Directory \\S+\\[\\S*\\]\\s*|Total of \\d+ files?\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final int MODE_END = 10;

    private final Supplier<FTPFileEntryParser> parser;
    private final FastListParser.@Nullable Form usual;

    private ListFormats(Supplier<FTPFileEntryParser> parser, FastListParser.@Nullable Form usual) {
        this.parser = parser;
        this.usual = usual;
    }

    private static FTPFileEntryParser unix() {
        // Spaces at the beginning of a name belong to it.
        return new UnixFTPEntryParser(new FTPClientConfig(FTPClientConfig.SYST_UNIX), false);
    }

    /** {@return the format of which one of the first lines is, if there is one} */
    static Optional<ListFormats> of(List<String> lines) {
        var sample = lines.subList(0, Math.min(SAMPLE, lines.size()));
        return KNOWN_BY_SIGHT.stream().filter(format -> format.isOf(sample)).findFirst();
    }

    /** {@return whether it fits one of the lines, be it that of the directory itself} */
    private boolean isOf(List<String> lines) {
        var form = usual;
        var quick = new FastListParser("");
        if (form != null && lines.stream().anyMatch(line -> form.read(quick, line) != null)) {
            return true;
        }
        var reader = parser.get();
        return lines.stream().anyMatch(line -> entry(reader, line) != null);
    }

    /** {@return the format that is usual on a system, as SYST names it} */
    static ListFormats ofSystem(String system) {
        try {
            new DefaultFTPFileEntryParserFactory().createFileEntryParser(system);
        } catch (ParserInitializationException e) {
            return UNIX;
        }
        return new ListFormats(() -> new DefaultFTPFileEntryParserFactory().createFileEntryParser(system), null);
    }

    @Override
    public List<RemoteFile> read(List<String> lines, String directory, Consumer<String> unread) {
        return usual == null ? readAll(lines, directory, unread) : readOneByOne(lines, directory, usual, unread);
    }

    /** {@return whether a line stands for no entry, but belongs to what is around them} */
    static boolean isFrame(String line) {
        return line.length() < LONGEST_LINE && FRAME.matcher(line).matches();
    }

    private List<RemoteFile> readOneByOne(
            List<String> lines, String directory, FastListParser.Form form, Consumer<String> unread) {
        var files = new ArrayList<RemoteFile>(lines.size());
        var reader = new FastListParser(directory);
        FTPFileEntryParser others = null;
        for (var line : lines) {
            var file = form.read(reader, line);
            if (file == null) {
                others = others == null ? parser.get() : others;
                file = remoteFile(others, line, directory, unread);
            }
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    private List<RemoteFile> readAll(List<String> lines, String directory, Consumer<String> unread) {
        var files = new ArrayList<RemoteFile>(lines.size());
        var reader = parser.get();
        for (var line : reader.preParse(new ArrayList<>(lines))) {
            var file = remoteFile(reader, line, directory, unread);
            if (file != null) {
                files.add(file);
            }
        }
        return files;
    }

    private static @Nullable FTPFile entry(FTPFileEntryParser reader, String line) {
        if (line.length() > LONGEST_LINE) {
            return null;
        }
        try {
            var entry = reader.parseFTPEntry(line);
            return entry == null || !entry.isValid() || entry.getName() == null ? null : entry;
        } catch (RuntimeException e) {
            // The parsers are not made for lines that mean harm: such a line is no entry.
            return null;
        }
    }

    private static @Nullable RemoteFile remoteFile(
            FTPFileEntryParser reader, String line, String directory, Consumer<String> unread) {
        var entry = entry(reader, line);
        var file = entry == null ? null : remoteFile(entry, line, directory);
        boolean understood = file != null
                || (entry != null && FtpPath.isSelfOrParent(FtpPath.last(entry.getName())))
                || isFrame(line);
        if (!understood) {
            unread.accept(line);
        }
        return file;
    }

    private static @Nullable RemoteFile remoteFile(FTPFile entry, String line, String directory) {
        var time = entry.getTimestamp();
        return FastListParser.Listed.in(
                directory,
                entry.getName(),
                type(entry),
                entry.getSize(),
                time == null ? null : time.toInstant(),
                new FastListParser.Listed.Unix(
                        permissions(line), text(entry.getUser()), text(entry.getGroup()), text(entry.getLink())));
    }

    private static RemoteFile.Type type(FTPFile entry) {
        return switch (entry.getType()) {
            case FTPFile.FILE_TYPE -> RemoteFile.Type.FILE;
            case FTPFile.DIRECTORY_TYPE -> RemoteFile.Type.DIRECTORY;
            case FTPFile.SYMBOLIC_LINK_TYPE -> RemoteFile.Type.LINK;
            default -> RemoteFile.Type.OTHER;
        };
    }

    private static String permissions(String line) {
        boolean isLong = line.length() > MODE_END
                && "-bcdlpsD".indexOf(line.charAt(0)) >= 0
                && UnixMode.isLetters(line, 1)
                && " +.@".indexOf(line.charAt(MODE_END)) >= 0;
        return isLong ? line.substring(1, MODE_END) : "";
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
