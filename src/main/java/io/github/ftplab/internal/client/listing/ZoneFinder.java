package io.github.ftplab.internal.client.listing;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyCodes;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.listing.parser.ListFormat;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Finds out the time zone of a listing by LIST: a file's exact time, which MDTM tells in UTC, shows the difference. */
final class ZoneFinder {

    /** How many files are asked about: their times may have changed since, or not be told. */
    private static final int TRIES = 3;

    private static final Duration STEP = Duration.ofMinutes(15);

    private ZoneFinder() {}

    /** {@return the zone, if a file tells it; this JVM's, if the server does not tell exact times} */
    static Optional<ZoneId> find(ControlConnection control, List<String> lines, String directory) throws IOException {
        var files = new ListFormat(false, Instant.now(), ZoneOffset.UTC)
                .read(lines, directory).stream()
                        .filter(file -> file.isFile() && hasTimeOfDay(file))
                        .limit(TRIES)
                        .toList();
        for (var file : files) {
            var reply = control.exchange(FtpCommand.onPath("MDTM", file.path()));
            if (ReplyCodes.isUnsupported(reply)) {
                return Optional.of(ZoneId.systemDefault());
            }
            var zone =
                    ReplyParser.time(reply).flatMap(time -> zone(file.modified().orElseThrow(), time));
            if (zone.isPresent()) {
                return zone;
            }
        }
        return Optional.empty();
    }

    /** A listing shows no more than the day of an old file. */
    private static boolean hasTimeOfDay(RemoteFile file) {
        return file.modified()
                .filter(time -> !LocalTime.ofInstant(time, ZoneOffset.UTC).equals(LocalTime.MIDNIGHT))
                .isPresent();
    }

    private static Optional<ZoneId> zone(Instant listed, Instant exact) {
        var difference = Duration.between(minute(exact), minute(listed));
        boolean isOffset = difference.toSeconds() % STEP.toSeconds() == 0
                && difference.abs().toSeconds() <= ZoneOffset.MAX.getTotalSeconds();
        return isOffset ? Optional.of(ZoneOffset.ofTotalSeconds((int) difference.toSeconds())) : Optional.empty();
    }

    private static Instant minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }
}
