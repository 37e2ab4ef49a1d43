package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Parses the lines of MVS, which list data sets or the members of one. The columns that a line may omit differ widely;
 * below a heading, each line with a valid name in its column is an entry. Sizes count tracks or lines, so that no size in
 * bytes is known.
 */
final class MvsParser implements LineParser {

    private static final int LONGEST_DATA_SET = 44;
    private static final int LONGEST_MEMBER = 8;

    private enum Heading {
        NONE,
        DATA_SETS,
        MEMBERS
    }

    private final ListingContext context;
    private Heading heading = Heading.NONE;

    MvsParser(ListingContext context) {
        this.context = context;
    }

    @Override
    public boolean parse(String line) {
        var words = new Words(line);
        if (words.at(0).equals("Volume") && words.last().equals("Dsname")) {
            heading = Heading.DATA_SETS;
            return true;
        }
        if (words.at(0).equals("Name")
                && (words.at(1).equals("VV.MM") || words.at(2).equals("TTR"))) {
            heading = Heading.MEMBERS;
            return true;
        }
        return switch (heading) {
            case DATA_SETS -> dataSet(words);
            case MEMBERS -> member(words);
            case NONE -> isDataSetLine(words) ? dataSet(words) : isMemberLine(words) && member(words);
        };
    }

    /** {@code B10142 3390   2006/03/20  2   31  F       80    80  PS   DATA.SET}, {@code Migrated   DATA.SET}. */
    private boolean dataSet(Words words) {
        var quoted = words.last();
        boolean isQuoted = quoted.length() > 2 && quoted.startsWith("'") && quoted.endsWith("'");
        var name = isQuoted ? quoted.substring(1, quoted.length() - 1) : quoted;
        int count = words.count();
        if (count < 2 || !isName(name, LONGEST_DATA_SET, true)) {
            return false;
        }
        var organization = words.at(count - 2);
        boolean isDirectory = organization.equals("PO")
                || organization.equals("PO-E")
                || (words.at(0).equals("Pseudo") && words.at(1).equals("Directory"));
        return context.add(
                name,
                isDirectory ? RemoteFile.Type.DIRECTORY : RemoteFile.Type.FILE,
                -1,
                null,
                ListingContext.More.NONE);
    }

    /** {@code MEMBER    01.03 2002/09/12 2002/10/11 09:37    11    11     0 OWNER}, or the name alone. */
    private boolean member(Words words) {
        var name = words.at(0);
        boolean known = words.count() == 1 || isMemberLine(words);
        if (!known || (heading == Heading.MEMBERS && !isName(name, LONGEST_MEMBER, false))) {
            return false;
        }
        return context.add(name, RemoteFile.Type.FILE, -1, changed(words), ListingContext.More.NONE);
    }

    private @Nullable Instant changed(Words words) {
        var clock = ListingDates.timeOfDay(words.at(4));
        return clock == null ? null : context.dates().date(words.at(3), ListingDates.Order.YEAR_FIRST, clock);
    }

    /** {@return whether a line is unmistakably a data set's, with or without a heading} */
    private boolean isDataSetLine(Words words) {
        if (words.at(0).length() > 6 || !isUnit(words.at(1))) {
            return words.at(0).equals("Migrated") && words.count() == 2;
        }
        int count = words.count();
        boolean dated = words.at(2).equals("**NONE**")
                || (words.at(2).length() == 10 && context.dates().isDate(words.at(2)));
        boolean whole = dated && count >= 7 && isOrganization(words.at(count - 2));
        boolean short3 = count == 4 && words.at(2).equals("VSAM");
        return whole || short3;
    }

    private static boolean isUnit(String word) {
        return word.length() == 4 && word.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 0x80);
    }

    private static boolean isOrganization(String word) {
        return switch (word) {
            case "PS", "PO", "PO-E", "PS-E", "PS-L", "DA", "VS", "IS", "U", "HFS", "ZFS" -> true;
            default -> false;
        };
    }

    private boolean isMemberLine(Words words) {
        return isSourceMember(words) || isLoadModule(words);
    }

    private boolean isSourceMember(Words words) {
        var version = words.at(1);
        return version.length() == 5
                && version.charAt(2) == '.'
                && Words.isDigits(version.replace(".", ""))
                && context.dates().isDate(words.at(2))
                && context.dates().isDate(words.at(3))
                && ListingDates.timeOfDay(words.at(4)) != null;
    }

    /** {@code MODULE 00B308 000411  00 FO                31    ANY}. */
    private static boolean isLoadModule(Words words) {
        return words.count() >= 5
                && isHex(words.at(1), 6)
                && isHex(words.at(2), 6)
                && (isHex(words.at(3), 2) || words.count() > 6);
    }

    private static boolean isHex(String word, int length) {
        return word.length() == length && word.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0);
    }

    /** {@return whether a text can be the name of a data set or a member} */
    private static boolean isName(String text, int longest, boolean dots) {
        return !text.isEmpty()
                && text.length() <= longest
                && text.chars()
                        .allMatch(c -> (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '$'
                                || c == '#'
                                || c == '@'
                                || (dots ? c == '.' || c == '-' : c == '{'));
    }
}
