package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.UnixMode;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Parses lines in the style of {@code ls -l}: a mode, then a size and a date, then the name. The columns between mode and
 * size differ widely, so it searches for the first date that follows a size. NetWare and Connect:Enterprise have modes
 * of their own.
 */
final class UnixParser implements LineParser {

    private static final int MODE_LENGTH = 10;

    /** There is a server that omits the last letter. */
    private static final int SHORTEST_MODE = 9;

    private static final int LONGEST_MODE = 22;
    private static final String TYPES = "-dlbcpsDPCM";
    private static final String MODE_LETTERS = "-rwxsStTlL";
    private static final String MARKS = ".+@*";

    /** The greatest number of words between mode and date; names of domains may contain blanks. */
    private static final int MOST_BEFORE_DATE = 12;

    private final ListingContext context;
    private final FastListParser usual;
    private final List<BiFunction<Words, Integer, ListingDates.@Nullable Found>> dates;

    UnixParser(ListingContext context, FastListParser usual) {
        this.context = context;
        this.usual = usual;
        var known = context.dates();
        dates = List.of(known::at, known::numbers, known::likely);
    }

    @Override
    public boolean parse(String line) {
        var file = usual.unix(line);
        if (file != null) {
            context.files().accept(file);
            return true;
        }
        var words = new Words(line);
        int mode = mode(words);
        if (mode < 0) {
            return false;
        }
        boolean netware = isRights(words.at(mode + 1));
        int first = netware ? mode + 2 : mode + 1;
        for (var date : dates) {
            for (int i = first + 1; i < Math.min(words.count(), first + MOST_BEFORE_DATE); i++) {
                var found = ListingSize.isOne(words.at(i - 1)) || ListingSize.isGlued(words.at(i - 1))
                        ? date.apply(words, i)
                        : null;
                if (found != null) {
                    var rest = words.after(found.next() - 1);
                    return add(
                            words, mode, first, i - 1, found, netware || found.inColumn() ? rest.stripLeading() : rest);
                }
            }
        }
        return withoutDate(words, mode);
    }

    /** {@return the index of the mode, or -1; the inode's number and the count of blocks may precede it} */
    private static int mode(Words words) {
        int i = 0;
        while (i < 2 && ListingSize.isOne(words.at(i))) {
            i++;
        }
        var word = words.at(i);
        boolean netware = (word.equals("-") || word.equals("d")) && isRights(words.at(i + 1));
        return netware || isMode(word) || isEnterpriseMode(word) ? i : -1;
    }

    private static boolean isMode(String word) {
        int end = Math.min(MODE_LENGTH, word.length());
        if (end < SHORTEST_MODE || word.length() > LONGEST_MODE || TYPES.indexOf(word.charAt(0)) < 0) {
            return false;
        }
        for (int i = 1; i < end; i++) {
            if (MODE_LETTERS.indexOf(word.charAt(i)) < 0) {
                return false;
            }
        }
        while (end < word.length() && MARKS.indexOf(word.charAt(end)) >= 0) {
            end++;
        }
        // The number of links fills its column.
        return end == word.length() || Words.isDigits(word.substring(end));
    }

    /** {@code -C--E-----FTP}: nine flags and a protocol. */
    private static boolean isEnterpriseMode(String word) {
        return word.length() == MODE_LENGTH + 3
                && word.charAt(0) == '-'
                && word.substring(0, MODE_LENGTH).chars().allMatch(c -> c == '-' || (c >= 'A' && c <= 'Z'))
                && word.substring(MODE_LENGTH).chars().allMatch(c -> c >= 'A' && c <= 'Z');
    }

    /** {@code [R----F--]}: rights on NetWare. */
    private static boolean isRights(String word) {
        return word.length() >= 3
                && word.length() <= 12
                && word.startsWith("[")
                && word.endsWith("]")
                && word.substring(1, word.length() - 1)
                        .chars()
                        .allMatch(c -> c == '-' || c == ' ' || (c >= 'A' && c <= 'Z'));
    }

    private boolean add(Words words, int mode, int first, int size, ListingDates.Found date, String called) {
        char letter = words.at(mode).charAt(0);
        var type = type(letter);
        int arrow = type == RemoteFile.Type.LINK ? called.indexOf(" -> ") : -1;
        var more = new ListingContext.More(
                permissions(words.at(mode)),
                owner(words, first, size),
                group(words, first, size),
                arrow < 0 ? "" : called.substring(arrow + 4));
        boolean device = letter == 'b' || letter == 'c';
        return context.add(
                arrow < 0 ? called : called.substring(0, arrow),
                type,
                device ? -1 : ListingSize.bytes(words.at(size)),
                date.time(),
                more);
    }

    private static RemoteFile.Type type(char letter) {
        return switch (letter) {
            case '-' -> RemoteFile.Type.FILE;
            case 'd' -> RemoteFile.Type.DIRECTORY;
            case 'l' -> RemoteFile.Type.LINK;
            default -> RemoteFile.Type.OTHER;
        };
    }

    private static String permissions(String mode) {
        return UnixMode.isLetters(mode, 1) ? mode.substring(1, MODE_LENGTH) : "";
    }

    /** {@return the index of the owner} A number before it counts links. */
    private static int names(Words words, int first, int size) {
        return words.isNumber(first) && first < size ? first + 1 : first;
    }

    private static String owner(Words words, int first, int size) {
        int owner = names(words, first, size);
        return owner < size ? words.at(owner) : "";
    }

    private static String group(Words words, int first, int size) {
        int group = names(words, first, size) + 1;
        // A device has two numbers.
        int end = words.at(size - 1).endsWith(",") ? size - 2 : size - 1;
        return group <= end ? words.between(group, end) : "";
    }

    /** {@code drwxr-xr-x 3 user group 512 name}, where no word can be a part of a date. */
    private boolean withoutDate(Words words, int mode) {
        boolean fits = words.count() == mode + 6
                && words.isNumber(mode + 1)
                && !words.isNumber(mode + 2)
                && !words.isNumber(mode + 3)
                && words.isNumber(mode + 4)
                && MonthNames.month(words.at(mode + 5)) == MonthNames.NONE
                && !words.isNumber(mode + 5);
        return fits
                && add(
                        words,
                        mode,
                        mode + 1,
                        mode + 4,
                        new ListingDates.Found(mode + 5, null, true),
                        words.from(mode + 5));
    }
}
