package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.FtpTime;
import io.github.ftplab.internal.protocol.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Reads the values in replies: ports, paths, sizes and times. The words around a value may be any. A number that is out
 * of range, or that could mean two things, is no value.
 */
public final class ReplyParser {

    private static final String NUMBER = "([0-9]{1,3})";
    private static final String COMMA = "\\s{0,9},\\s{0,9}";

    /**
     * Exactly six numbers: {@code h1,h2,h3,h4,p1,p2} (RFC 959, section 4.1.2). What may not precede them is looked for
     * only where a digit is, as each transfer needs this.
     */
    private static final Pattern PASSIVE = Pattern.compile(
            "(?=[0-9])(?<![0-9])(?<!,\\s{0,9})" + NUMBER + (COMMA + NUMBER).repeat(5) + "(?![0-9])(?!\\s{0,9},)");

    /** {@code |||port|} with any delimiter (RFC 2428, section 3); the protocol and the address should be empty. */
    private static final Pattern EXTENDED = Pattern.compile(
            "([!-/:-~])[12]?\\1(?:[0-9A-Fa-f]{0,4}[:.][0-9A-Fa-f:.]{0,40}?(?:%\\w{1,15})?)?\\1([0-9]{1,9})\\1");

    /** What comes after the number must not change it, as more digits or a unit would. */
    private static final Pattern SIZE =
            Pattern.compile("([0-9]{1,19})(?:\\s+(?![0-9.,]|[KMGT]i?B?\\b)\\S[\\s\\S]*)?", Pattern.CASE_INSENSITIVE);

    /** With the year in four digits, or as {@code 19} and the years since 1900, such as {@code 19126} for 2026. */
    private static final Pattern TIME = Pattern.compile(
            "(?:191([0-9]{2})|([0-9]{4}))([0-9]{10})(?:[.,]([0-9]{1,9})[0-9]{0,90})?(?![0-9.,])([\\s\\S]*)");

    private static final Pattern UTC = Pattern.compile("\\s*(?:GMT|UTC|Z)(?![-+A-Za-z0-9])[\\s\\S]*");
    private static final Pattern ZONE = Pattern.compile("\\(?(?:[-+0-9]|[A-Z]{2,5}(?![A-Za-z0-9.]))[\\s\\S]*");

    private static final String ABSOLUTE = "(?:/|[A-Za-z]:[/\\\\])";
    private static final Pattern SINGLE_QUOTED = Pattern.compile("(?:^|\\s)'(" + ABSOLUTE + "[^']*)'(?=[\\s.,]|$)");
    private static final Pattern UNQUOTED = Pattern.compile(
            "(" + ABSOLUTE + "\\S*)(?:\\s+is\\s+(?:the\\s+|your\\s+)?(?:current|working)\\s[\\s\\S]*)?");
    private static final Pattern NOT_IN_A_PATH = Pattern.compile("[\\r\\n\\x00]");

    private static final int LONGEST_SEARCH = 8 << 10;
    private static final int LARGEST_BYTE = 255;
    private static final int LARGEST_PORT = 65_535;

    private ReplyParser() {}

    /**
     * {@return the port that a reply to PASV or EPSV offers, if it names one} The address is not used: behind NAT it is
     * wrong, and it could be another machine's.
     */
    public static OptionalInt port(Reply reply) {
        return switch (reply.code()) {
            case 227 -> passivePort(beginning(reply.text()));
            case 229 -> extendedPort(beginning(reply.text()));
            default -> OptionalInt.empty();
        };
    }

    /** {@return the part in which a port is looked for} A hostile server may send megabytes, at which that takes long. */
    private static String beginning(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_SEARCH));
    }

    private static OptionalInt passivePort(String text) {
        var match = PASSIVE.matcher(text);
        if (!match.find()) {
            return OptionalInt.empty();
        }
        for (int i = 1; i <= match.groupCount(); i++) {
            if (Text.number(match.group(i)) > LARGEST_BYTE) {
                return OptionalInt.empty();
            }
        }
        return valid(Text.number(match.group(5)) * 256 + Text.number(match.group(6)));
    }

    private static OptionalInt extendedPort(String text) {
        var match = EXTENDED.matcher(text);
        return match.find() ? valid(Text.number(match.group(2))) : OptionalInt.empty();
    }

    private static OptionalInt valid(long port) {
        return port > 0 && port <= LARGEST_PORT ? OptionalInt.of((int) port) : OptionalInt.empty();
    }

    /**
     * {@return the path in a reply to PWD, if there is one} Without quotation marks, it must be absolute, and nothing
     * that could belong to it may follow.
     */
    public static Optional<String> path(Reply reply) {
        return pathIn(reply.text().strip())
                .filter(path -> !path.isEmpty() && !NOT_IN_A_PATH.matcher(path).find());
    }

    private static Optional<String> pathIn(String text) {
        if (text.indexOf('"') >= 0) {
            return FtpPath.unquoted(text);
        }
        var quoted = SINGLE_QUOTED.matcher(text);
        if (quoted.find()) {
            return Optional.of(quoted.group(1));
        }
        var unquoted = UNQUOTED.matcher(text);
        return unquoted.matches() ? Optional.of(unquoted.group(1)) : Optional.empty();
    }

    /** {@return what is read as a number: the last line if it is the only one that begins with one, else all lines} */
    private static String value(Reply reply) {
        var lines = reply.lines();
        boolean several = lines.stream().limit(lines.size() - 1).anyMatch(ReplyParser::isNumber);
        var last = lines.get(lines.size() - 1);
        return isNumber(last) && !several ? last.strip() : reply.text().strip();
    }

    private static boolean isNumber(String line) {
        var begin = line.stripLeading();
        return !begin.isEmpty() && begin.charAt(0) >= '0' && begin.charAt(0) <= '9';
    }

    /** {@return the size in a reply to SIZE, if there is one} */
    public static OptionalLong size(Reply reply) {
        var match = SIZE.matcher(value(reply));
        long size = reply.isPositive() && match.matches() ? Text.number(match.group(1)) : -1;
        return size < 0 ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** {@return the time in a reply to MDTM, if there is one} A time in another zone than UTC is none. */
    public static Optional<Instant> time(Reply reply) {
        var match = TIME.matcher(value(reply));
        if (!reply.isPositive() || !match.matches() || !isUtc(match.group(5))) {
            return Optional.empty();
        }
        var year = match.group(1) == null ? match.group(2) : "20" + match.group(1);
        var fraction = match.group(4) == null ? "" : "." + match.group(4);
        try {
            return Optional.of(FtpTime.parse(year + match.group(3) + fraction));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isUtc(String words) {
        return words.isEmpty()
                || UTC.matcher(words).matches()
                || (Character.isWhitespace(words.charAt(0))
                        && !ZONE.matcher(words.strip()).matches());
    }
}
