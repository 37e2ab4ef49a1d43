package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses the lines of VMS: {@code NAME.EXT;1  2/3  12-MAR-2005 08:44:57  [OWNER]  (RWED,RWED,RE,)}. A long name has a line of
 * its own, and the rest follows on the next. Of the versions of a file, only the first is reported, which is the newest.
 * Sizes count blocks, so that no size in bytes is known.
 */
final class VmsParser implements LineParser {

    private static final String DIRECTORY_END = ".DIR";

    private final ListingContext context;
    private @Nullable String held;
    private String last = "";

    VmsParser(ListingContext context) {
        this.context = context;
    }

    @Override
    public boolean parse(String line) {
        var words = new Words(line);
        var name = held;
        if (name != null) {
            if (isRest(words, 0)) {
                held = null;
                return add(name.strip(), words, 0);
            }
            end();
        }
        if (words.count() == 0 || words.begin(0) > 0 || version(words.at(0)) < 0) {
            return false;
        }
        if (words.count() == 1) {
            held = line;
            return true;
        }
        return isRest(words, 1) && add(words.at(0), words, 1);
    }

    @Override
    public void end() {
        if (held != null) {
            context.unread().accept(held);
            held = null;
        }
    }

    /** {@return the index of the semicolon before a name's version, or -1 if it has none} */
    private static int version(String name) {
        int semicolon = name.lastIndexOf(';');
        return semicolon > 0 && Words.isDigits(name.substring(semicolon + 1)) ? semicolon : -1;
    }

    /** {@return whether a date follows, or the reason why there is none} */
    private boolean isRest(Words words, int first) {
        return words.at(first).startsWith("%") || date(words, first) >= 0;
    }

    /** {@return the index of the date, or -1; the order of the fields differs} */
    private int date(Words words, int first) {
        for (int i = first; i < Math.min(words.count(), first + 4); i++) {
            var word = words.at(i);
            if (word.indexOf('-') > 0
                    && !word.startsWith("[")
                    && context.dates().isDate(word)) {
                return i;
            }
        }
        return -1;
    }

    private boolean add(String called, Words words, int first) {
        var name = called.substring(0, version(called));
        if (name.equals(last)) {
            return true;
        }
        last = name;
        boolean isDirectory = name.toUpperCase(Locale.ROOT).endsWith(DIRECTORY_END);
        return context.add(
                isDirectory ? name.substring(0, name.length() - DIRECTORY_END.length()) : name,
                isDirectory ? RemoteFile.Type.DIRECTORY : RemoteFile.Type.FILE,
                -1,
                time(words, date(words, first)),
                new ListingContext.More("", owner(words, first), "", ""));
    }

    private @Nullable Instant time(Words words, int date) {
        if (date < 0) {
            return null;
        }
        var clock = ListingDates.timeOfDay(words.at(date + 1));
        return context.dates()
                .date(
                        words.at(date),
                        ListingDates.Order.DAY_FIRST,
                        clock == null ? ListingDates.TimeOfDay.MIDNIGHT : clock);
    }

    private static String owner(Words words, int first) {
        for (int i = first; i < words.count(); i++) {
            var word = words.at(i);
            if (word.startsWith("[") && word.endsWith("]")) {
                return word.substring(1, word.length() - 1);
            }
        }
        return "";
    }

    /** {@return whether a line describes no entry, but is a header or a total} */
    static boolean isAround(Words words) {
        boolean head = words.at(0).equals("Directory")
                && words.count() == 2
                && words.at(1).endsWith("]");
        boolean grand = words.at(0).equals("Grand");
        int total = grand ? 1 : 0;
        boolean sum = words.at(total).equalsIgnoreCase("total")
                && words.at(total + 1).equals("of")
                && words.isNumber(total + 2);
        return head || sum;
    }
}
