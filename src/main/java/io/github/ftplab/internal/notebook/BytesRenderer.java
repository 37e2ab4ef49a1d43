package io.github.ftplab.internal.notebook;

import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders the contents of a file: its length, and the first bytes in hexadecimal digits and as text. */
final class BytesRenderer {

    private static final int MOST = 256;
    private static final int A_LINE = 16;
    private static final HexFormat DIGITS = HexFormat.ofDelimiter(" ");

    private BytesRenderer() {}

    static String bytes(byte[] bytes) {
        return Html.page(
                "<p><strong>" + length(bytes) + "</strong></p>",
                bytes.length == 0
                        ? ""
                        : "<pre>" + dump(bytes).lines().map(Html::text).collect(Collectors.joining("\n")) + "</pre>");
    }

    static String text(byte[] bytes) {
        return bytes.length == 0 ? length(bytes) : length(bytes) + "\n" + dump(bytes);
    }

    private static String length(byte[] bytes) {
        return String.format(Locale.ROOT, "%,d %s", bytes.length, bytes.length == 1 ? "byte" : "bytes");
    }

    private static String dump(byte[] bytes) {
        int shown = Math.min(bytes.length, MOST);
        var lines = IntStream.iterate(0, from -> from < shown, from -> from + A_LINE)
                .mapToObj(from -> line(bytes, from, Math.min(from + A_LINE, shown)))
                .collect(Collectors.joining("\n"));
        return shown == bytes.length
                ? lines
                : lines + String.format(Locale.ROOT, "\n… and %,d more", bytes.length - shown);
    }

    private static String line(byte[] bytes, int from, int to) {
        var text = IntStream.range(from, to)
                .map(i -> bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '.')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return String.format(Locale.ROOT, "%04x  %-47s  %s", from, DIGITS.formatHex(bytes, from, to), text);
    }
}
