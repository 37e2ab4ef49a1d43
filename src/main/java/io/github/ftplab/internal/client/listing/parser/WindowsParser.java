package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses lines in the style of {@code dir} on Windows: a numeric date and a time, then a size or a tag, then the name. */
final class WindowsParser implements LineParser {

    /** The tags that stand in place of a size, and how many blanks separate each from the name. */
    private static final Map<String, Integer> TAGS =
            Map.of("<DIR>", 10, "<JUNCTION>", 5, "<SYMLINKD>", 5, "<SYMLINK>", 6);

    /** The number of blanks before a tag that begins a column. */
    private static final int BEFORE_TAG = 7;

    /** MockFtpServer: two blanks, a column of fifteen characters, two blanks, and the name. */
    private static final int NARROW_GAP = 2;

    private static final int NARROW_COLUMN = 15;

    private static final List<String> AROUND =
            List.of("Volume in drive ", "Volume Serial Number is ", "Directory of ", "File(s)", "Dir(s)");

    private final ListingContext context;
    private final FastListParser usual;

    WindowsParser(ListingContext context, FastListParser usual) {
        this.context = context;
        this.usual = usual;
    }

    @Override
    public boolean parse(String line) {
        var file = usual.dos(line);
        if (file != null) {
            context.files().accept(file);
            return true;
        }
        var words = new Words(line);
        var dates = context.dates();
        boolean half = words.at(2).equalsIgnoreCase("AM") || words.at(2).equalsIgnoreCase("PM");
        var clock = ListingDates.timeOfDay(half ? words.at(1) + words.at(2) : words.at(1));
        int more = half ? 3 : 2;
        if (clock == null || !dates.isDate(words.at(0)) || words.count() <= more) {
            return false;
        }
        var order = words.at(0).indexOf('.') > 0 ? ListingDates.Order.DAY_FIRST : ListingDates.Order.MONTH_FIRST;
        var time = dates.date(words.at(0), order, clock);
        int before = words.begin(more) - words.end(more - 1);
        var blanks = TAGS.get(words.at(more));
        if (blanks != null) {
            var name = name(words, more, before == BEFORE_TAG ? blanks : tail(words, more, before, Integer.MAX_VALUE));
            return words.at(more).equals("<DIR>")
                    ? context.add(name, RemoteFile.Type.DIRECTORY, -1, time, ListingContext.More.NONE)
                    : link(name, time);
        }
        var size = words.at(more);
        if (!ListingSize.isOne(size)) {
            return false;
        }
        int after = Words.skipBlanks(line, words.end(more)) - words.end(more);
        // One blank follows a size that is aligned to the right.
        var name = name(words, more, tail(words, more, before, before >= after ? 1 : Integer.MAX_VALUE));
        return context.add(name, RemoteFile.Type.FILE, ListingSize.bytes(size), time, ListingContext.More.NONE);
    }

    /** {@return the number of blanks between a word and the name} */
    private static int tail(Words words, int i, int before, int otherwise) {
        int column = words.end(i - 1) + NARROW_GAP + NARROW_COLUMN;
        boolean left = before == NARROW_GAP && words.at(i).startsWith("<");
        return left || words.end(i) == column ? column + NARROW_GAP - words.end(i) : otherwise;
    }

    private static String name(Words words, int i, int blanks) {
        var line = words.line();
        int at = words.end(i);
        int end = Words.skipBlanks(line, at);
        return line.substring(Math.min(end, blanks > line.length() - at ? end : at + blanks));
    }

    /** {@code name [C:\target]}. */
    private boolean link(String called, @Nullable Instant time) {
        int begin = called.endsWith("]") ? called.indexOf(" [") : -1;
        var target = begin < 0 ? "" : called.substring(begin + 2, called.length() - 1);
        return context.add(
                begin < 0 ? called : called.substring(0, begin),
                RemoteFile.Type.LINK,
                -1,
                time,
                new ListingContext.More("", "", "", target));
    }

    /** {@return whether a line describes no entry, but is a header or a total} */
    static boolean isAround(Words words) {
        var text = words.from(0);
        return AROUND.stream()
                .anyMatch(part -> part.endsWith(")")
                        ? words.isNumber(0) && words.at(1).equals(part)
                        : text.startsWith(part) && words.begin(0) == 1);
    }
}
