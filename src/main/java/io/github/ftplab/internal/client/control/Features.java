package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The features that a server lists in its reply to FEAT (RFC 2389).
 *
 * @param named the text after each feature's name, or an empty string, by name in capitals; in the server's order
 * @param lacking the commands that the server has not understood all the same
 */
public record Features(Map<String, String> named, Set<String> lacking) {

    public static final Features NONE = new Features(Map.of());

    public Features {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
        lacking = Set.copyOf(lacking);
    }

    private Features(Map<String, String> named) {
        this(named, Set.of());
    }

    /** {@return the same features, without a command that the server has not understood when it was sent} */
    public Features without(String command) {
        var more = new HashSet<>(lacking);
        more.add(command);
        return new Features(named, more);
    }

    /** {@return the features of a reply to FEAT; none if the server refused the command} */
    public static Features of(Reply reply) {
        if (!reply.isPositive() || reply.lines().size() < 3) {
            return NONE;
        }
        var named = new LinkedHashMap<String, String>();
        for (var line : reply.lines().subList(1, reply.lines().size() - 1)) {
            var parts = line.strip().split(" ", 2);
            if (parts[0].isEmpty()) {
                continue;
            }
            named.merge(parts[0].toUpperCase(Locale.ROOT), parts.length > 1 ? parts[1] : "", (a, b) -> a + ";" + b);
        }
        return new Features(named);
    }

    /** {@return whether the server has a feature, as far as is known; MLSD is named by MLST (RFC 3659, section 7.8)} */
    public boolean has(String name) {
        return named.containsKey(name.equals("MLSD") ? "MLST" : name) && !lacking.contains(name);
    }
}
