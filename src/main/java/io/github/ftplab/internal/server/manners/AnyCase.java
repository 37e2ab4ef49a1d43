package io.github.ftplab.internal.server.manners;

import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.server.file.Home;
import io.github.ftplab.internal.server.file.HomePath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Finds files whatever the case of the letters in their names, as Windows does. */
public final class AnyCase {

    private AnyCase() {}

    /**
     * Spells a path as its files are named. Where a name is there as given, it is kept; so are names that nothing is
     * equal to.
     *
     * @param virtual an absolute virtual path
     */
    public static String spelled(Home home, String virtual) throws IOException {
        var spelled = "/";
        for (var name : FtpPath.names(virtual)) {
            var same = name(home, spelled, name);
            spelled = FtpPath.in(spelled, same == null ? name : same);
        }
        return spelled;
    }

    private static @Nullable String name(Home home, String parent, String name) throws IOException {
        if (exists(home, FtpPath.in(parent, name))) {
            return name;
        }
        HomePath directory = home.follow(parent);
        if (!directory.isDirectory()) {
            return null;
        }
        try (var open = directory.openDirectory()) {
            for (var each : open.names()) {
                var found = FtpPath.withoutSlash(String.valueOf(each.getFileName()));
                if (found.equalsIgnoreCase(name)) {
                    return found;
                }
            }
        }
        return null;
    }

    private static boolean exists(Home home, String virtual) throws IOException {
        try {
            return home.entry(virtual).exists();
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
