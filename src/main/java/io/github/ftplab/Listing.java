package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Glob;
import io.github.ftplab.internal.protocol.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The contents of one remote directory. Immutable: a snapshot of the moment when it was read.
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

    private final List<String> lines;
    private final Function<Consumer<String>, List<RemoteFile>> reader;
    private final boolean asWritten;
    private final Optional<String> truncated;
    private volatile @Nullable Content content;

    /** The parsed lines. */
    private record Content(List<RemoteFile> files, List<String> unread) {}

    /**
     * Creates a listing as a server wrote it.
     *
     * @param asWritten whether the lines are shown as they are
     * @param reader parses the lines when first needed, and passes on those that it does not understand
     */
    Listing(
            List<String> lines,
            boolean asWritten,
            Optional<String> truncated,
            Function<Consumer<String>, List<RemoteFile>> reader) {
        this.lines = List.copyOf(lines);
        this.asWritten = asWritten;
        this.truncated = truncated;
        this.reader = reader;
    }

    /** Creates a listing of the given entries. */
    Listing(List<RemoteFile> files) {
        this(files, List.of(), Optional.empty());
    }

    /** Creates a listing derived from others. */
    Listing(List<RemoteFile> files, List<String> unread, Optional<String> truncated) {
        this.lines = LongLine.of(files);
        this.reader = unreadLine -> files;
        this.asWritten = false;
        this.truncated = truncated;
        this.content = new Content(List.copyOf(files), List.copyOf(unread));
    }

    /**
     * The result of a listing whose entries were passed to an action one by one.
     *
     * <pre>{@code
     * ftp.list("archive", file -> System.out.println(file.name())).isWhole();    // true
     * }</pre>
     */
    public static final class Summary {

        private final long entries;
        private final List<String> unread;
        private final Optional<String> truncated;

        private Summary(long entries, List<String> unread, Optional<String> truncated) {
            this.entries = entries;
            this.unread = List.copyOf(requireNonNull(unread, "unread"));
            this.truncated = requireNonNull(truncated, "truncated");
        }

        /**
         * Creates a result, as the client does after the last entry; for tests of code that takes one.
         *
         * <pre>{@code
         * Listing.Summary.of(20_000, List.of(), Optional.empty()).isWhole();    // true
         * }</pre>
         *
         * @param entries how many entries were passed on
         * @param unread the lines that were not understood, the first 64 KiB of them; empty if all were
         * @param truncated the evidence that the server did not list everything, see {@link Listing#truncated()}
         * @return the result; the list is copied
         */
        public static Summary of(long entries, List<String> unread, Optional<String> truncated) {
            return new Summary(entries, unread, truncated);
        }

        /** {@return how many entries were passed on} */
        public long entries() {
            return entries;
        }

        /** {@return the lines that were not understood, the first 64 KiB of them; empty if all were} */
        public List<String> unread() {
            return unread;
        }

        /** {@return the evidence that the server did not list everything, see {@link Listing#truncated()}} */
        public Optional<String> truncated() {
            return truncated;
        }

        /** {@return whether every entry was passed on, as far as can be known from the server} */
        public boolean isWhole() {
            return unread.isEmpty() && truncated.isEmpty();
        }

        /** {@return one line, such as {@code 20000 entries}, and what is missing, if something is} */
        @Override
        public String toString() {
            return entries + (entries == 1 ? " entry" : " entries") + missing(unread, truncated, "; ");
        }

        private List<Object> parts() {
            return List.of(entries, unread, truncated);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Summary that && parts().equals(that.parts());
        }

        @Override
        public int hashCode() {
            return parts().hashCode();
        }
    }

    /**
     * {@return the lines of a {@link FtpClient#dir() dir()} or a {@link FtpClient#list() list()} as the server wrote
     * them, without line ends; of a listing derived from others, lines in the format of {@code ls -l}}
     */
    public List<String> lines() {
        return lines;
    }

    /**
     * Returns the entries. The lines are parsed once, on the first call.
     *
     * @return the entries in the listing's order, unmodifiable; without lines that are not entries, such as {@code
     *     total 8}, the directories {@code .} and {@code ..}, and lines that were not understood, see {@link #unread()}
     */
    public List<RemoteFile> files() {
        return content().files;
    }

    /**
     * Returns the lines that were not understood: they may be entries that are missing from {@link #files()}, or error
     * messages of the server. Check them before you act on what a listing does <em>not</em> contain; {@link
     * FtpClient#mirrorUp(java.nio.file.Path, String, DirectoryOptions) mirrorUp} and {@link
     * FtpClient#mirrorDown(String, java.nio.file.Path, DirectoryOptions) mirrorDown} and {@link
     * FtpClient#deleteDirectory} delete nothing where there is such a line.
     *
     * <pre>{@code
     * ftp.dir("pub").unread();    // []
     * }</pre>
     *
     * @return the lines as the server wrote them, unmodifiable; empty if all were understood. A listing derived from
     *     others has all of theirs, whichever entries it has
     */
    public List<String> unread() {
        return content().unread;
    }

    /**
     * {@return the evidence that this listing is incomplete, if there is any: the server's final reply, such as {@code
     * 226 Output truncated to 10000 matches}, or data that ends in the middle of a line}
     *
     * <pre>{@code
     * ftp.dir("pub").truncated();    // Optional.empty
     * }</pre>
     */
    public Optional<String> truncated() {
        return truncated;
    }

    private Content content() {
        var read = content;
        if (read == null) {
            var unread = new ArrayList<String>();
            read = new Content(List.copyOf(reader.apply(unread::add)), List.copyOf(unread));
            content = read;
        }
        return read;
    }

    private static String missing(List<String> unread, Optional<String> truncated, String divider) {
        var text = new StringBuilder();
        if (!unread.isEmpty()) {
            text.append(divider)
                    .append(unread.size() == 1 ? "1 line was" : unread.size() + " lines were")
                    .append(" not understood: ")
                    .append(Text.visible(unread.get(0)))
                    .append(unread.size() == 1 ? "" : ", …");
        }
        truncated.ifPresent(
                reason -> text.append(divider).append("not all is listed: ").append(Text.visible(reason)));
        return text.toString();
    }

    /** {@return an iterator over {@link #files()}} */
    @Override
    public Iterator<RemoteFile> iterator() {
        return files().iterator();
    }

    /** {@return the entries of {@link #files()}, one after the other} */
    public Stream<RemoteFile> stream() {
        return files().stream();
    }

    /**
     * Selects entries by a condition.
     *
     * @param condition true for the entries to keep
     * @return a listing of those, in the same order
     */
    public Listing filter(Predicate<? super RemoteFile> condition) {
        return new Listing(stream().filter(condition).toList(), unread(), truncated);
    }

    /**
     * Selects entries whose name matches a pattern.
     *
     * @param glob as in {@link java.nio.file.FileSystem#getPathMatcher}, such as {@code *.{txt,csv}}
     * @return a listing of those, in the same order
     */
    public Listing matching(String glob) {
        var pattern = Glob.of(glob);
        return filter(file -> pattern.matches(file.name()));
    }

    /**
     * Sorts the entries.
     *
     * @param order such as {@code Comparator.comparing(RemoteFile::name)}
     * @return a listing of the same entries
     */
    public Listing sorted(Comparator<? super RemoteFile> order) {
        return new Listing(stream().sorted(order).toList(), unread(), truncated);
    }

    /** {@return the total size of the files in bytes, as far as it is known; directories are not counted} */
    public long totalSize() {
        return stream()
                .filter(RemoteFile::isFile)
                .mapToLong(file -> file.size().orElse(0))
                .sum();
    }

    /**
     * Compares two listings by their entries, the lines that were not understood, and whether they are incomplete.
     *
     * @param other a listing
     * @return whether they are equal in all these
     */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Listing listing
                && files().equals(listing.files())
                && unread().equals(listing.unread())
                && truncated.equals(listing.truncated);
    }

    @Override
    public int hashCode() {
        return Objects.hash(files(), unread(), truncated);
    }

    /**
     * {@return the listing in the format of {@code ls -l}, lines joined by line feeds, or {@code (empty directory)};
     * that of {@link FtpClient#dir() dir()} as the server wrote it. A long listing is cut after 1,000 lines, followed
     * by the number of the others. A last line says if lines were not understood or the listing is incomplete}
     */
    @Override
    public String toString() {
        // A listing as the server wrote it already contains the lines that were not understood.
        var missing = missing(asWritten ? List.of() : unread(), truncated, "\n… ");
        int all = asWritten ? lines.size() : files().size();
        if (all == 0) {
            return "(empty directory)" + missing;
        }
        int shown = Math.min(all, MOST_SHOWN);
        var first = asWritten ? lines.subList(0, shown) : LongLine.of(files().subList(0, shown));
        var text = first.stream().map(Text::visible).collect(Collectors.joining("\n"));
        return (all == shown ? text : text + "\n… and " + (all - shown) + " more") + missing;
    }
}
