package io.github.ftplab.client;

import io.github.ftplab.RemoteFile;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
final class ListLines implements ListFormat {

    static final ListLines UNIX = new ListLines(ListLines::unix);

    private static final List<ListLines> KNOWN_BY_SIGHT = List.of(UNIX, new ListLines(NTFTPEntryParser::new));
    private static final int SAMPLE = 5;
    private static final Pattern UNIX_MODE = Pattern.compile("[-bcdlpsD]([-r][-w][-xsStT]){3}[ +.@].*");

    private final Supplier<FTPFileEntryParser> parser;

    private ListLines(Supplier<FTPFileEntryParser> parser) {
        this.parser = parser;
    }

    private static FTPFileEntryParser unix() {
        // Spaces at the beginning of a name belong to it.
        return new UnixFTPEntryParser(new FTPClientConfig(FTPClientConfig.SYST_UNIX), false);
    }

    /** {@return the format of which one of the first lines is, if there is one} */
    static Optional<ListLines> of(List<String> lines) {
        var sample = lines.subList(0, Math.min(SAMPLE, lines.size()));
        return KNOWN_BY_SIGHT.stream()
                .filter(format -> !format.parsed(sample).isEmpty())
                .findFirst();
    }

    /** {@return the format that is usual on a system, as SYST names it} */
    static ListLines ofSystem(String system) {
        try {
            new DefaultFTPFileEntryParserFactory().createFileEntryParser(system);
        } catch (ParserInitializationException e) {
            return UNIX;
        }
        return new ListLines(() -> new DefaultFTPFileEntryParserFactory().createFileEntryParser(system));
    }

    @Override
    public List<RemoteFile> read(List<String> lines, String folder) {
        return parsed(lines).stream()
                .filter(entry -> !Paths.isNoName(Paths.last(entry.getName())))
                .map(entry -> remoteFile(entry, folder))
                .toList();
    }

    private List<FTPFile> parsed(List<String> lines) {
        var reader = parser.get();
        var entries = new ArrayList<FTPFile>(lines.size());
        for (var line : reader.preParse(new ArrayList<>(lines))) {
            var entry = entry(reader, line);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static @Nullable FTPFile entry(FTPFileEntryParser reader, String line) {
        try {
            var entry = reader.parseFTPEntry(line);
            return entry == null || !entry.isValid() || entry.getName() == null ? null : entry;
        } catch (RuntimeException e) {
            // The parsers are not made for lines that mean harm: such a line is no entry.
            return null;
        }
    }

    private static RemoteFile remoteFile(FTPFile entry, String folder) {
        // A server asked about one file may answer with its whole path.
        var name = Paths.last(entry.getName());
        var path = Paths.last(folder).equals(name) && entry.isFile() ? folder : Paths.in(folder, name);
        return new RemoteFile(
                name,
                path,
                type(entry),
                entry.getSize() < 0 ? OptionalLong.empty() : OptionalLong.of(entry.getSize()),
                Optional.ofNullable(entry.getTimestamp()).map(Calendar::toInstant),
                permissions(entry.getRawListing()),
                filled(entry.getUser()),
                filled(entry.getGroup()),
                filled(entry.getLink()),
                Map.of());
    }

    private static RemoteFile.Type type(FTPFile entry) {
        return switch (entry.getType()) {
            case FTPFile.FILE_TYPE -> RemoteFile.Type.FILE;
            case FTPFile.DIRECTORY_TYPE -> RemoteFile.Type.DIRECTORY;
            case FTPFile.SYMBOLIC_LINK_TYPE -> RemoteFile.Type.LINK;
            default -> RemoteFile.Type.OTHER;
        };
    }

    private static Optional<String> permissions(String line) {
        return UNIX_MODE.matcher(line).matches() ? Optional.of(line.substring(1, 10)) : Optional.empty();
    }

    private static Optional<String> filled(@Nullable String text) {
        return Optional.ofNullable(text).filter(value -> !value.isEmpty());
    }
}
