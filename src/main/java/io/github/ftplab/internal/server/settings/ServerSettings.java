package io.github.ftplab.internal.server.settings;

import io.github.ftplab.Manners;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.ServerLimits;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerUser;
import io.github.ftplab.internal.protocol.Text;
import io.github.ftplab.internal.protocol.recording.Recording;
import io.github.ftplab.internal.protocol.recording.RecordingFile;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a server.
 *
 * @param address the address to listen on
 * @param ports the ports to try, in this order; 0 means any free one
 * @param network how data connections are opened
 * @param listZone the time zone of LIST's times
 * @param limits timeouts, and limits of connections, rates and sizes
 * @param texts configurable reply texts
 * @param subscriptions event listeners
 * @param logFollowers receive each log entry
 * @param syncUploads whether an upload is on the disk when it is acknowledged
 * @param capture the file for the bytes of all connections, or null if they are not captured
 * @param authenticator returns a user who is not listed, if the password is right, or null
 * @param checks may answer commands before they run, in this order
 * @param manners the server that is imitated, or null
 * @param listing makes the lines of LIST, or null for the usual ones
 * @param recording the file into which sessions are recorded, or null
 * @param replay the recording that is replayed instead of serving files, or null
 */
public record ServerSettings(
        InetAddress address,
        List<Integer> ports,
        DataConnectionSettings network,
        ZoneId listZone,
        ServerLimits limits,
        Texts texts,
        List<EventSubscription<?>> subscriptions,
        List<Consumer<ServerLog.Entry>> logFollowers,
        boolean syncUploads,
        @Nullable Path capture,
        @Nullable BiFunction<String, String, Optional<ServerUser>> authenticator,
        List<CommandCheck> checks,
        @Nullable Manners manners,
        @Nullable Function<RemoteFile, String> listing,
        @Nullable RecordingFile recording,
        @Nullable Recording replay) {

    /**
     * Configurable reply texts.
     *
     * @param banner the greeting of a new connection (220)
     * @param welcome the reply to a login (230)
     * @param goodbye the reply to QUIT (221)
     */
    public record Texts(String banner, String welcome, String goodbye) {

        public static final Texts DEFAULT = new Texts("FtpLab ready.", "Logged in.", "Goodbye.");

        /** {@return whether the greeting was set} */
        public boolean hasOwnBanner() {
            return !banner.equals(DEFAULT.banner());
        }

        /** {@return whether the reply to a login was set} */
        public boolean hasOwnWelcome() {
            return !welcome.equals(DEFAULT.welcome());
        }

        /** {@return whether the reply to QUIT was set} */
        public boolean hasOwnGoodbye() {
            return !goodbye.equals(DEFAULT.goodbye());
        }

        /** Refuses line breaks and other control characters, which would forge further replies. */
        public Texts {
            for (var text : List.of(banner, welcome, goodbye)) {
                if (Text.hasControl(text)) {
                    throw new IllegalArgumentException(
                            "cannot use \"%s\" as a reply text: it must be one line without control characters"
                                    .formatted(text.replaceAll("\\p{Cntrl}", "?")));
                }
            }
        }
    }
}
