package io.github.ftplab.internal.server.settings;

import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerLog;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a server is to be.
 *
 * @param address where to listen
 * @param ports the ports to try, in this order; 0 is any free one
 * @param network how data connections are made
 * @param listZone the time zone of LIST's times
 * @param limits how much to put up with
 * @param texts what to say on the occasions where there is a choice
 * @param subscriptions who wants to know of which events
 * @param logFollowers who gets each line of the log
 */
public record ServerSettings(
        InetAddress address,
        List<Integer> ports,
        DataConnectionSettings network,
        ZoneId listZone,
        ServerLimits limits,
        Texts texts,
        List<EventSubscription<?>> subscriptions,
        List<Consumer<ServerLog.Entry>> logFollowers) {

    /**
     * What the server says.
     *
     * @param banner to a new connection (220)
     * @param welcome to who has logged in (230)
     * @param goodbye to who quits (221)
     */
    public record Texts(String banner, String welcome, String goodbye) {

        /** What it says if nobody has other words. */
        public static final Texts DEFAULT = new Texts("FtpLab ready.", "Logged in.", "Goodbye.");

        /** Refuses what would be more than one reply. */
        public Texts {
            for (var text : List.of(banner, welcome, goodbye)) {
                if (text.chars().anyMatch(Character::isISOControl)) {
                    throw new IllegalArgumentException(
                            "a text of the server is one line, without control characters; not \"%s\""
                                    .formatted(text.replaceAll("\\p{Cntrl}", "?")));
                }
            }
        }
    }
}
