package io.github.ftplab.internal.client.listing.parser;

/** A line, divided into words by blanks and tabs. Only its first words are counted. */
final class Words {

    /** No form has this many words before the name. */
    private static final int MOST = 24;

    private final String line;
    private final int[] begins = new int[MOST];
    private final int[] ends = new int[MOST];
    private int count;

    Words(String line) {
        this.line = line;
        int at = 0;
        while (count < MOST) {
            at = skipBlanks(line, at);
            if (at == line.length()) {
                break;
            }
            begins[count] = at;
            while (at < line.length() && !isBlank(line.charAt(at))) {
                at++;
            }
            ends[count++] = at;
        }
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /** {@return the index of the first character at or after {@code from} that is not a blank} */
    static int skipBlanks(String line, int from) {
        int at = from;
        while (at < line.length() && isBlank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    String line() {
        return line;
    }

    /** {@return the number of words, at most 24} */
    int count() {
        return count;
    }

    /** {@return a word, or an empty string after the last one} */
    String at(int i) {
        return i < count ? line.substring(begins[i], ends[i]) : "";
    }

    String last() {
        return count == 0 ? "" : at(count - 1);
    }

    int begin(int i) {
        return begins[i];
    }

    int end(int i) {
        return ends[i];
    }

    /** {@return the line from the beginning of a word} */
    String from(int i) {
        return i < count ? line.substring(begins[i]) : "";
    }

    /** {@return the rest of the line after a word and one blank; further blanks belong to it} */
    String after(int i) {
        return line.substring(Math.min(line.length(), ends[i] + 1));
    }

    /** {@return the part of the line from one word to another} */
    String between(int first, int last) {
        return first > last ? "" : line.substring(begins[first], ends[last]);
    }

    /** {@return whether a word consists of ASCII digits} */
    boolean isNumber(int i) {
        return i < count && isDigits(line, begins[i], ends[i]);
    }

    static boolean isDigits(String text) {
        return isDigits(text, 0, text.length());
    }

    private static boolean isDigits(String text, int begin, int end) {
        for (int i = begin; i < end; i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return end > begin;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
