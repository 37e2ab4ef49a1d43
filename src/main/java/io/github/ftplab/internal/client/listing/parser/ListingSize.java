package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.internal.protocol.Text;

/** Sizes in listings: {@code 4096}, {@code 9,730}, {@code 33.5k}, and the {@code 1,3} of a device. */
final class ListingSize {

    private static final int LONGEST = 28;
    private static final String UNITS = "kmgtp";

    /** A size follows a name without a blank only if the name has at least this length, as shorter ones are padded. */
    private static final int FILLED_UP = 9;

    private ListingSize() {}

    /** {@return whether a word can be a size} */
    static boolean isOne(String word) {
        if (word.isEmpty() || word.length() > LONGEST || !Words.isDigit(word.charAt(0))) {
            return false;
        }
        int digits = digits(word, 0);
        return digits == word.length()
                || isUnit(word.substring(digits))
                || isDecimal(word, digits)
                || isGrouped(word)
                || isDevice(word, digits);
    }

    /** {@return whether a word is a long name followed directly by a size} */
    static boolean isGlued(String word) {
        return word.length() >= FILLED_UP
                && Character.isLetter(word.charAt(0))
                && Words.isDigit(word.charAt(word.length() - 1));
    }

    /** {@return a size in bytes, or -1 if the word does not contain one} */
    static long bytes(String word) {
        int begin = 0;
        if (isGlued(word)) {
            begin = word.length();
            while (Words.isDigit(word.charAt(begin - 1))) {
                begin--;
            }
        }
        var text = word.substring(begin);
        int digits = digits(text, 0);
        if (digits == text.length()) {
            // No file is larger than a long, so such a size is unknown.
            return Text.number(text);
        }
        if (isUnit(text.substring(digits))) {
            return scaled(text.substring(0, digits), text.substring(digits));
        }
        if (isDecimal(text, digits)) {
            int end = digits(text, digits + 1);
            return scaled(text.substring(0, end).replace(',', '.'), text.substring(end));
        }
        return isGrouped(text) ? Text.number(text.replaceAll("\\D", "")) : -1;
    }

    private static int digits(String word, int from) {
        int end = from;
        while (end < word.length() && Words.isDigit(word.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDecimal(String word, int digits) {
        boolean point = word.charAt(digits) == '.' || word.charAt(digits) == ',';
        int end = digits(word, digits + 1);
        return point && end > digits + 1 && isUnit(word.substring(end));
    }

    /** {@return whether a separator divides it into groups of three digits} */
    private static boolean isGrouped(String word) {
        int first = digits(word, 0);
        char sign = word.charAt(Math.min(first, word.length() - 1));
        if (first > 3 || (word.length() - first) % 4 != 0 || "., '\u00a0\u202f\u2019".indexOf(sign) < 0) {
            return false;
        }
        for (int i = first; i < word.length(); i += 4) {
            if (word.charAt(i) != sign || digits(word, i + 1) != i + 4) {
                return false;
            }
        }
        return true;
    }

    /** {@code 1,3} and {@code 0x1f}. */
    private static boolean isDevice(String word, int digits) {
        return (word.charAt(digits) == ',' && digits(word, digits + 1) == word.length() && word.length() > digits + 1)
                || (word.startsWith("0x")
                        && word.length() > 2
                        && word.chars().skip(2).allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0));
    }

    private static boolean isUnit(String text) {
        int at = 0;
        at += at < text.length() && UNITS.indexOf(Character.toLowerCase(text.charAt(at))) >= 0 ? 1 : 0;
        at += at > 0 && at < text.length() && text.charAt(at) == 'i' ? 1 : 0;
        at += at < text.length() && (text.charAt(at) == 'B' || text.charAt(at) == 'b') ? 1 : 0;
        return at > 0 && at == text.length();
    }

    private static long scaled(String number, String unit) {
        int power = UNITS.indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
        double bytes = Double.parseDouble(number) * Math.pow(1024, power);
        return bytes < Long.MAX_VALUE ? Math.round(bytes) : -1;
    }
}
