package io.github.ftplab.internal.protocol.recording;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How bytes and characters are written in a recording: text as it is, with {@code \r}, {@code \n}, {@code \t} and
 * {@code \\}, and {@code \}{@code uXXXX} for other control characters; other bytes in Base64 (RFC 4648).
 */
final class RecordingText {

    private static final String TEXT = "text ";
    private static final String BASE64 = "base64 ";

    /** The most bytes of one line. */
    private static final int MOST = 48 * 1024;

    private RecordingText() {}

    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> escaped.append("\\\\");
                case '\r' -> escaped.append("\\r");
                case '\n' -> escaped.append("\\n");
                case '\t' -> escaped.append("\\t");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c < 0xa0) || c == '\u2028' || c == '\u2029') {
                        escaped.append("\\u").append(HexFormat.of().toHexDigits(c));
                    } else {
                        escaped.append(c);
                    }
                }
            }
        }
        return escaped.toString();
    }

    /** @throws IllegalArgumentException if it is not what {@link #escape} makes */
    static String unescape(String escaped) {
        var text = new StringBuilder(escaped.length());
        for (int i = 0; i < escaped.length(); i++) {
            char c = escaped.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            if (++i == escaped.length()) {
                throw new IllegalArgumentException("it ends in a single \\");
            }
            switch (escaped.charAt(i)) {
                case '\\' -> text.append('\\');
                case 'r' -> text.append('\r');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case 'u' -> {
                    if (i + 4 >= escaped.length()) {
                        throw new IllegalArgumentException("\\u needs four digits");
                    }
                    text.append((char) HexFormat.fromHexDigits(escaped, i + 1, i + 5));
                    i += 4;
                }
                default -> throw new IllegalArgumentException("unknown \\" + escaped.charAt(i));
            }
        }
        return text.toString();
    }

    /** Writes bytes, as text if they are some, each line of theirs by itself. {@return the lines} */
    static List<String> encode(byte[] bytes) {
        var lines = new ArrayList<String>();
        for (int from = 0; from < bytes.length; from += MOST) {
            int length = Math.min(MOST, bytes.length - from);
            var text = text(bytes, from, length);
            if (text == null) {
                lines.add(BASE64 + Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, from + length)));
            } else {
                addLines(text, lines);
            }
        }
        return lines;
    }

    private static void addLines(String text, List<String> lines) {
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end + 1;
            lines.add(TEXT + escape(text.substring(from, to)));
            from = to;
        }
    }

    private static @Nullable String text(byte[] bytes, int from, int length) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
            boolean plain = text.chars().noneMatch(c -> c < ' ' && c != '\r' && c != '\n' && c != '\t');
            return plain ? text : null;
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** @throws IllegalArgumentException if it is no line of {@link #encode} */
    static ByteBuffer decode(String line) {
        if (line.startsWith(TEXT)) {
            return ByteBuffer.wrap(unescape(line.substring(TEXT.length())).getBytes(StandardCharsets.UTF_8));
        }
        if (line.startsWith(BASE64)) {
            return ByteBuffer.wrap(Base64.getDecoder().decode(line.substring(BASE64.length())));
        }
        throw new IllegalArgumentException("data is text or base64");
    }
}
