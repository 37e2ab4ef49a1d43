package io.github.ftplab.internal.protocol;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A range of ports.
 *
 * @param first the first port
 * @param last the last port, inclusive
 */
public record PortRange(int first, int last) {

    /** Any free port. */
    public static final PortRange ANY = new PortRange(0, 0);

    private static final int MAX = 65_535;

    /**
     * {@return a range that a user chose}
     *
     * @throws IllegalArgumentException if it is not within 1 to 65535, or is empty
     */
    public static PortRange of(int first, int last) {
        if (first < 1 || last > MAX || first > last) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "not a range of ports: %d to %d; ports go from 1 to 65535", first, last));
        }
        return new PortRange(first, last);
    }

    /**
     * Reads {@code A-B}, or {@code A} for a range of one port.
     *
     * @throws IllegalArgumentException if the text is not a range
     */
    public static PortRange parse(String text) {
        var match = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?").matcher(text);
        if (!match.matches()) {
            throw new IllegalArgumentException("\"%s\" is not a range of ports, such as 60000-60100".formatted(text));
        }
        int first = (int) Text.number(match.group(1));
        return of(first, match.group(2) == null ? first : (int) Text.number(match.group(2)));
    }

    /** {@return how many ports there are} */
    public int size() {
        return last - first + 1;
    }

    /** {@return the port at an index from 0 on; after the last port it continues with the first} */
    public int port(int index) {
        return first + index % size();
    }

    /**
     * {@return the range as words for a sentence: {@code any port}, {@code port 2121} or {@code ports 60000 to 60100}}
     */
    public String inWords() {
        if (equals(ANY)) {
            return "any port";
        }
        return first == last ? "port " + first : "ports " + first + " to " + last;
    }

    /** {@return the range as pyftpdlib's log writes it: {@code 60000->65535}} */
    @Override
    public String toString() {
        return first + "->" + last;
    }
}
