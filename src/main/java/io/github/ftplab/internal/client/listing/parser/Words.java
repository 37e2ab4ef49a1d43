package io.github.ftplab.internal.client.listing.parser;

/** A line and where its first words are. Blanks and tabs divide words. */
final class Words {

    /** More than any form has before the name. */
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

    /** {@return where the first character is, from there on, that is no blank} */
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

    /** {@return the number of words, as far as they are looked at} */
    int count() {
        return count;
    }

    /** {@return a word, or an empty text behind the last one} */
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

    /** {@return the line from a word on} */
    String from(int i) {
        return i < count ? line.substring(begins[i]) : "";
    }

    /** {@return what is left of the line behind a word and one blank; more blanks belong to it} */
    String after(int i) {
        return line.substring(Math.min(line.length(), ends[i] + 1));
    }

    /** {@return some words as they stand there, with what is between them} */
    String between(int first, int last) {
        return first > last ? "" : line.substring(begins[first], ends[last]);
    }

    /** {@return whether a word is made of ASCII digits} */
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
