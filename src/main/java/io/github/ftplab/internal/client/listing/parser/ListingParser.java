package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Parses the lines of one listing, in their order: the first parser of the list that knows a line is asked alone from
 * then on, so that an error message among entries of one form is not taken for an entry of another. For one thread.
 */
public final class ListingParser {

    /** No file system has names that make a line longer than this. */
    private static final int LONGEST_LINE = 64 << 10;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** The first word of the line in which {@code ls} counts blocks. */
    private static final Set<String> TOTALS = Set.of(
            "total",
            "totale",
            "totaal",
            "totalt",
            "insgesamt",
            "gesamt",
            "razem",
            "celkem",
            "yhteensä",
            "összesen",
            "spolu",
            "toplam",
            "итого",
            "всього",
            "общо",
            "σύνολο",
            "合計",
            "总用量",
            "總計",
            "합계");

    private final ListingContext context;
    private final List<LineParser> parsers = new ArrayList<>();
    private @Nullable LineParser chosen;
    private boolean first = true;
    private boolean elsewhere;

    /**
     * Makes the parser of one listing.
     *
     * @param format what the listing is
     * @param directory the path on the server that was listed, or an empty string for the current directory
     * @param files receives each entry except {@code .} and {@code ..}
     * @param unread receives each line that may describe an entry and was not understood
     */
    ListingParser(ListFormat format, String directory, Consumer<RemoteFile> files, Consumer<String> unread) {
        this.context = new ListingContext(directory, new ListingDates(format.now(), format.zone()), files, unread);
        if (format.machine()) {
            parsers.add(new MlsxParser(context));
        }
        var usual = new FastListParser(directory, format.now(), format.zone());
        parsers.add(new UnixParser(context, usual));
        parsers.add(new WindowsParser(context, usual));
        parsers.add(new VmsParser(context));
        parsers.add(new MvsParser(context));
        parsers.addAll(RareForms.parsers(context));
    }

    /** Parses the next line. */
    public void parse(String text) {
        var line = first && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        first = false;
        if (line.length() > LONGEST_LINE) {
            context.unread().accept(line);
            return;
        }
        if (!elsewhere && isEntry(line)) {
            return;
        }
        if (isHeading(line)) {
            elsewhere = !isOfThis(line);
            if (!elsewhere) {
                return;
            }
        }
        if (!isAround(line)) {
            context.unread().accept(line);
        }
    }

    /** Ends the listing. */
    public void end() {
        parsers.forEach(LineParser::end);
    }

    private boolean isEntry(String line) {
        var known = chosen;
        if (known != null) {
            return known.parse(line);
        }
        for (var parser : parsers) {
            if (parser.parse(line)) {
                chosen = parser;
                return true;
            }
        }
        return false;
    }

    /** {@code ./sub:}, as {@code ls -R} begins a directory below: what follows is not in the directory that was listed. */
    private boolean isHeading(String line) {
        return line.endsWith(":")
                && (line.startsWith("./") || line.startsWith("/") || line.startsWith(below()) || isOfThis(line));
    }

    private String below() {
        return context.directory().isEmpty() ? "./" : FtpPath.in(context.directory(), "");
    }

    private boolean isOfThis(String line) {
        return line.equals(".:") || (!context.directory().isEmpty() && line.equals(context.directory() + ":"));
    }

    /** {@return whether a line describes no entry, but is a header or a total} */
    private static boolean isAround(String line) {
        var words = new Words(line);
        return line.isBlank() || isTotal(words) || VmsParser.isAround(words) || WindowsParser.isAround(words);
    }

    /** {@code total 8}: the first line of {@code ls}. */
    private static boolean isTotal(Words words) {
        var word = words.at(0);
        var name = word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
        boolean counts = words.count() == 2 || (words.count() == 3 && ListingSize.isOne("1" + words.at(2)));
        return counts && name.length() <= 12 && TOTALS.contains(name.toLowerCase(Locale.ROOT)) && isNumber(words.at(1));
    }

    private static boolean isNumber(String word) {
        return ListingSize.isOne(word) || ListingSize.isOne(word + "B");
    }
}
