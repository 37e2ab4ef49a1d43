package io.github.ftplab.internal.cli;

import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** {@code A-B}: ports from one to another, both included; one port alone is a range too. */
record PortRange(int from, int to) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

    static PortRange parse(String text) {
        var match = FORM.matcher(text);
        if (!match.matches()) {
            throw new TypeConversionException("\"%s\" is no range of ports, such as 60000-60100".formatted(text));
        }
        int from = Integer.parseInt(match.group(1));
        return new PortRange(from, match.group(2) == null ? from : Integer.parseInt(match.group(2)));
    }
}
