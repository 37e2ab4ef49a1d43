package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The features that a server lists in its reply to FEAT (RFC 2389).
 *
 * @param named the text after each feature's name, or an empty string, by name in capitals; in the server's order
 */
public record Features(Map<String, String> named) {

    public static final Features NONE = new Features(Map.of());

    public Features {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** {@return the features of a reply to FEAT; none if the server refused the command} */
    public static Features of(Reply reply) {
        if (!reply.isPositive() || reply.lines().size() < 3) {
            return NONE;
        }
        var named = new LinkedHashMap<String, String>();
        for (var line : reply.lines().subList(1, reply.lines().size() - 1)) {
            var parts = line.strip().split(" ", 2);
            named.merge(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "", (a, b) -> a + ";" + b);
        }
        return new Features(named);
    }

    public boolean has(String name) {
        return named.containsKey(name);
    }
}
