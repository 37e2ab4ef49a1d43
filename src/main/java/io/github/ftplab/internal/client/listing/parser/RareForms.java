package io.github.ftplab.internal.client.listing.parser;

import static io.github.ftplab.RemoteFile.Type.DIRECTORY;
import static io.github.ftplab.RemoteFile.Type.FILE;
import static io.github.ftplab.RemoteFile.Type.LINK;
import static io.github.ftplab.RemoteFile.Type.OTHER;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.listing.parser.ListingDates.Order;
import io.github.ftplab.internal.client.listing.parser.ListingDates.TimeOfDay;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.UnixMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Parsers of rare formats, in which each line has the same fields in the same places. */
final class RareForms {

    private static final String EPLF_BEGIN = "+";

    private final ListingContext context;
    private final ListingDates dates;

    private RareForms(ListingContext context) {
        this.context = context;
        this.dates = context.dates();
    }

    /** {@return the parsers, in the order in which they are to be asked} */
    static List<LineParser> parsers(ListingContext context) {
        var forms = new RareForms(context);
        return List.of(
                forms::eplf,
                line -> forms.numericUnix(new Words(line)),
                line -> forms.os400(new Words(line)),
                line -> forms.zvm(new Words(line)),
                line -> forms.os2(new Words(line)),
                line -> forms.vshell(new Words(line)),
                line -> forms.nonStop(new Words(line)),
                line -> forms.vxWorks(new Words(line)),
                line -> forms.nortel(new Words(line)),
                line -> forms.os9(new Words(line)));
    }

    private boolean add(String name, RemoteFile.Type type, long size, @Nullable Instant time) {
        return context.add(name, type, size, time, ListingContext.More.NONE);
    }

    private @Nullable Instant date(Words words, int i, Order order) {
        var clock = ListingDates.timeOfDay(words.at(i + 1));
        return dates.date(words.at(i), order, clock == null ? TimeOfDay.MIDNIGHT : clock);
    }

    private boolean isDateAndTime(Words words, int i) {
        return dates.isDate(words.at(i)) && ListingDates.timeOfDay(words.at(i + 1)) != null;
    }

    /** Easily Parsed LIST Format (publicfile): {@code +i8388621.50690,m824255907,r,s280,up644,<tab>name}. */
    private boolean eplf(String line) {
        int tab = line.indexOf('\t');
        if (!line.startsWith(EPLF_BEGIN) || tab < 0) {
            return false;
        }
        var type = OTHER;
        long size = -1;
        Instant time = null;
        var permissions = "";
        for (var fact : line.substring(1, tab).split(",", -1)) {
            if (fact.equals("/")) {
                type = DIRECTORY;
            } else if (fact.equals("r")) {
                type = FILE;
            } else if (fact.startsWith("s") && Words.isDigits(fact.substring(1))) {
                size = ListingSize.bytes(fact.substring(1));
            } else if (fact.startsWith("m") && isSeconds(fact.substring(1))) {
                time = Instant.ofEpochSecond(Text.number(fact.substring(1)));
            } else if (fact.startsWith("up") && UnixMode.octal(fact.substring(2)) >= 0) {
                permissions = UnixMode.letters(UnixMode.octal(fact.substring(2)));
            }
        }
        return context.add(line.substring(tab + 1), type, size, time, new ListingContext.More(permissions, "", "", ""));
    }

    private static boolean isSeconds(String text) {
        return text.length() <= 11 && Words.isDigits(text);
    }

    /** {@code 0100644   500  101   12345    123456789       name}: mode, owner, group, size, seconds since 1970. */
    private boolean numericUnix(Words words) {
        var mode = words.at(0);
        int bits = UnixMode.octal(mode);
        boolean fits = words.count() > 5
                && mode.length() >= 5
                && bits >= 0
                && words.isNumber(3)
                && isSeconds(words.at(4))
                && words.at(4).length() >= 8;
        if (!fits) {
            return false;
        }
        var type = switch (bits >> 12) {
            case 0, 010 -> FILE;
            case 004 -> DIRECTORY;
            case 012 -> LINK;
            default -> OTHER;
        };
        return context.add(
                words.from(5),
                type,
                ListingSize.bytes(words.at(3)),
                Instant.ofEpochSecond(Text.number(words.at(4))),
                new ListingContext.More(UnixMode.letters(bits), words.at(1), words.at(2), ""));
    }

    /** {@code QSYS            77824 02/23/00 15:09:55 *DIR name/}; a member lies in a file and not in the directory. */
    private boolean os400(Words words) {
        boolean isMember = words.at(1).equals("*MEM") && words.count() == 3;
        if (isMember) {
            return true;
        }
        var kind = words.at(4);
        if (!words.isNumber(1) || !isDateAndTime(words, 2) || !kind.startsWith("*") || words.count() < 6) {
            return false;
        }
        var name = words.from(5).stripTrailing();
        var type = switch (kind) {
            case "*DIR", "*DDIR", "*LIB", "*FLR" -> DIRECTORY;
            case "*FILE" -> name.endsWith(".FILE") ? DIRECTORY : FILE;
            case "*STMF", "*DSTMF", "*DOC", "*MEM" -> FILE;
            case "*SYMLNK" -> LINK;
            default -> OTHER;
        };
        var order = words.at(2).indexOf('.') > 0 ? Order.DAY_FIRST : Order.MONTH_FIRST;
        var plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return context.add(
                plain,
                type,
                ListingSize.bytes(words.at(1)),
                date(words, 2, order),
                new ListingContext.More("", words.at(0), "", ""));
    }

    /** z/VM: {@code PROFILE  EXEC  V  65  107  2 2005-10-04 15:28:42 060191}; only files with fixed records have a known size. */
    private boolean zvm(Words words) {
        int count = words.count();
        boolean isDirectory = words.at(1).equals("DIR") || words.at(2).equals("DIR");
        int date = isDirectory ? words.at(1).equals("DIR") ? 5 : 6 : 6;
        if (count < date + 2 || count > date + 3 || !isDateAndTime(words, date)) {
            return false;
        }
        var time = date(words, date, Order.MONTH_FIRST);
        if (isDirectory) {
            return words.at(date - 1).equals("-") && add(words.at(0), DIRECTORY, -1, time);
        }
        boolean fixed = words.at(2).equals("F");
        boolean fits = (fixed || words.at(2).equals("V"))
                && words.isNumber(3)
                && words.isNumber(4)
                && words.isNumber(5)
                && words.at(3).length() + words.at(4).length() <= 18;
        long size = fits && fixed ? Text.number(words.at(3)) * Text.number(words.at(4)) : -1;
        return fits && add(words.at(0) + "." + words.at(1), FILE, size, time);
    }

    /** OS/2: {@code 0 DIR  A  02-11-103  16:15  name}. */
    private boolean os2(Words words) {
        int date = 1;
        boolean isDirectory = words.at(1).equals("DIR");
        while (date < 4 && date < words.count() && words.at(date).chars().allMatch(c -> "ADHIRS".indexOf(c) >= 0)) {
            date++;
        }
        boolean fits = words.count() >= date + 3
                && words.isNumber(0)
                && Words.isDigit(words.at(date).charAt(0))
                && isDateAndTime(words, date);
        return fits
                && add(
                        words.from(date + 2),
                        isDirectory ? DIRECTORY : FILE,
                        isDirectory ? -1 : ListingSize.bytes(words.at(0)),
                        date(words, date, Order.MONTH_FIRST));
    }

    /** VShell: {@code 206876  Apr 04, 2000 21:06 name}; a directory's name ends in a slash. */
    private boolean vshell(Words words) {
        boolean fits = words.isNumber(0)
                && words.at(2).endsWith(",")
                && ListingDates.timeOfDay(words.at(4)) != null
                && words.count() > 5;
        var date = fits ? dates.at(words, 1) : null;
        if (date == null || date.next() != 5) {
            return false;
        }
        var name = words.after(4);
        boolean isDirectory = name.endsWith("/");
        return add(name, isDirectory ? DIRECTORY : FILE, ListingSize.bytes(words.at(0)), date.time());
    }

    /** HP NonStop: {@code NAME 101 528 6-Apr-07 14:21:18 255, 0 "oooo"}. */
    private boolean nonStop(Words words) {
        boolean fits = words.isNumber(1)
                && words.isNumber(2)
                && isDateAndTime(words, 3)
                && words.count() >= 7
                && words.count() <= 8
                && words.last().startsWith("\"");
        return fits && add(words.at(0), FILE, ListingSize.bytes(words.at(2)), date(words, 3, Order.DAY_FIRST));
    }

    /** VxWorks: {@code 2048    Feb-28-1998  05:23:30   name <DIR>}. */
    private boolean vxWorks(Words words) {
        boolean fits = words.isNumber(0)
                && isDateAndTime(words, 1)
                && words.at(1).indexOf('-') == 3
                && !Words.isDigit(words.at(1).charAt(0))
                && words.count() > 3;
        if (!fits) {
            return false;
        }
        var name = words.from(3).stripTrailing();
        boolean isDirectory = name.endsWith(" <DIR>");
        return add(
                isDirectory
                        ? name.substring(0, name.length() - " <DIR>".length()).stripTrailing()
                        : name,
                isDirectory ? DIRECTORY : FILE,
                isDirectory ? -1 : ListingSize.bytes(words.at(0)),
                date(words, 1, Order.MONTH_FIRST));
    }

    /** Nortel routers: {@code name       1014196  06/03/04  Thur.   10:20:03}. */
    private boolean nortel(Words words) {
        var clock = ListingDates.timeOfDay(words.at(4));
        boolean fits = words.count() == 5
                && words.isNumber(1)
                && dates.isDate(words.at(2))
                && words.at(3).endsWith(".");
        return clock != null
                && fits
                && add(
                        words.at(0),
                        FILE,
                        ListingSize.bytes(words.at(1)),
                        dates.date(words.at(2), Order.MONTH_FIRST, clock));
    }

    /** OS-9: {@code 20.20 07/03/29 1026 d-ewrewr 2650 85920 name}: owner, date, time, permissions, sector, size. */
    private boolean os9(Words words) {
        var mode = words.at(3);
        boolean fits = dates.isDate(words.at(1))
                && words.isNumber(2)
                && words.at(2).length() == 4
                && mode.length() == 8
                && mode.chars().allMatch(c -> "-dsewr".indexOf(c) >= 0)
                && words.isNumber(5)
                && words.count() > 6;
        return fits
                && add(
                        words.from(6),
                        mode.charAt(0) == 'd' ? DIRECTORY : FILE,
                        ListingSize.bytes(words.at(5)),
                        dates.date(words.at(1), Order.YEAR_FIRST, TimeOfDay.MIDNIGHT));
    }
}
