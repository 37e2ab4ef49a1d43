package io.github.ftplab;

import io.github.ftplab.client.ListFormat;
import io.github.ftplab.client.LongLine;
import io.github.ftplab.client.Text;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a folder on a server has in it. Immutable; it stays as it was when it was asked for.
 *
 * <pre>{@code
 * var listing = ftp.dir();
 * listing.lines();                                                  // as the server wrote them
 * listing.matching("*.txt").totalSize();                            // 6
 * listing.filter(RemoteFile::isFile).files();                       // [example.txt (6 bytes, …)]
 * listing.stream().map(RemoteFile::name).toList();                  // [example.txt, pub]
 * listing.sorted(Comparator.comparing(RemoteFile::name));
 * for (var file : listing) System.out.println(file.name());
 * }</pre>
 */
public final class Listing implements Iterable<RemoteFile> {

    private static final int MOST_SHOWN = 1_000;

    private final String folder;
    private final List<String> lines;
    private final ListFormat format;
    private volatile @Nullable List<RemoteFile> files;

    Listing(String folder, List<String> lines, ListFormat format) {
        this.folder = folder;
        this.lines = List.copyOf(lines);
        this.format = format;
    }

    /** A listing that no server wrote. */
    Listing(List<RemoteFile> files) {
        this("", LongLine.of(files), (lines, path) -> files);
    }

    /**
     * {@return the lines of a {@link FtpClient#dir() dir()} or a {@link FtpClient#list() list()} as the server wrote
     * them, without line ends; of a listing that was made of others, lines as {@code ls -l} writes them}
     */
    public List<String> lines() {
        return lines;
    }

    /**
     * Reads the lines. This is done once, when it is first asked for.
     *
     * @return the entries in the listing's order, unmodifiable; lines that are no entry, such as {@code total 8}, and
     *     the folders {@code .} and {@code ..} are left out
     */
    public List<RemoteFile> files() {
        var read = files;
        if (read == null) {
            read = List.copyOf(format.read(lines, folder));
            files = read;
        }
        return read;
    }

    /** {@return the entries of {@link #files()}, one after the other} */
    @Override
    public Iterator<RemoteFile> iterator() {
        return files().iterator();
    }

    /** {@return the entries of {@link #files()}, one after the other} */
    public Stream<RemoteFile> stream() {
        return files().stream();
    }

    /**
     * Takes some of the entries.
     *
     * @param condition which ones
     * @return a listing of those, in the same order
     */
    public Listing filter(Predicate<? super RemoteFile> condition) {
        return new Listing(stream().filter(condition).toList());
    }

    /**
     * Takes the entries whose name is of a pattern.
     *
     * @param glob as {@link java.nio.file.FileSystem#getPathMatcher} reads it, such as {@code *.{txt,csv}}
     * @return a listing of those, in the same order
     */
    public Listing matching(String glob) {
        var matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        return filter(file -> matches(matcher, file.name()));
    }

    private static boolean matches(PathMatcher matcher, String name) {
        try {
            return matcher.matches(Path.of(name));
        } catch (InvalidPathException e) {
            // no file here can be called that, so no pattern means it
            return false;
        }
    }

    /**
     * Sorts the entries.
     *
     * @param order such as {@code Comparator.comparing(RemoteFile::name)}
     * @return a listing of the same entries
     */
    public Listing sorted(Comparator<? super RemoteFile> order) {
        return new Listing(stream().sorted(order).toList());
    }

    /** {@return the sizes of all files together in bytes, as far as they are known; folders count nothing} */
    public long totalSize() {
        return stream()
                .filter(RemoteFile::isFile)
                .mapToLong(file -> file.size().orElse(0))
                .sum();
    }

    /**
     * {@return the listing as {@code ls -l} writes it, lines joined by line feeds, or {@code (empty folder)}; that of
     * {@link FtpClient#dir() dir()} as the server wrote it. Of a long one the first 1,000 lines, and how many more}
     */
    @Override
    public String toString() {
        if (lines.isEmpty()) {
            return "(empty folder)";
        }
        boolean asWritten = format.isForPeople();
        int all = asWritten ? lines.size() : files().size();
        int shown = Math.min(all, MOST_SHOWN);
        var first = asWritten ? lines.subList(0, shown) : LongLine.of(files().subList(0, shown));
        var text = first.stream().map(Text::visible).collect(Collectors.joining("\n"));
        return all == shown ? text : text + "\n… and " + (all - shown) + " more";
    }
}
