package io.github.ftplab.internal.client.control;

import io.github.ftplab.Reply;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a server offers beyond RFC 959, as FEAT lists it (RFC 2389).
 *
 * @param named each feature's name in capitals, with what follows it or an empty string; in the server's order
 */
public record Features(Map<String, String> named) {

    public static final Features NONE = new Features(Map.of());

    public Features {
        named = Collections.unmodifiableMap(new LinkedHashMap<>(named));
    }

    /** {@return what a reply to FEAT lists; nothing if the server does not know it} */
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
