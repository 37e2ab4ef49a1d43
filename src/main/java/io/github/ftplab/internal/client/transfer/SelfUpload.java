package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.data.DataConnection;
import io.github.ftplab.internal.client.data.UploadSource;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.protocol.FtpTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps a file from being sent to itself: a server empties what it is about to write. No name tells whether a file on
 * the server is the one on this side, as its home may be anywhere; but if it is, both have the same size and time, and
 * change together. What is too large to be read beforehand ({@link UploadSource}) is asked about where server and
 * client are on one machine.
 */
final class SelfUpload {

    /** No zone is off by less, so that a server that tells local times is understood too. */
    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    private static final Duration STEP = Duration.ofSeconds(10);

    private SelfUpload() {}

    /**
     * Makes sure that a file is not its own target; sends nothing but questions.
     *
     * @throws LocalException if it is
     */
    static void refuse(ControlConnection control, String name, Path file) throws IOException {
        if (!control.isOnThisMachine()) {
            return;
        }
        var size = RemoteFacts.size(control, name);
        if (size.isEmpty() || size.getAsLong() != local(() -> Files.size(file))) {
            return;
        }
        var there = time(control, name);
        var here = local(() -> Files.getLastModifiedTime(file));
        if (there.isPresent() && isLike(there.get(), here.toInstant())) {
            refuseIfTogether(control, name, file, there.get(), here);
        }
    }

    private static Optional<Instant> time(ControlConnection control, String name) throws IOException {
        Reply reply = control.exchange(FtpCommand.onPath("MDTM", name));
        try {
            return reply.isPositive() ? Optional.of(FtpTime.parse(reply.text().strip())) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isLike(Instant there, Instant here) {
        long apart = Math.floorMod(there.getEpochSecond() - here.getEpochSecond(), QUARTER);
        return apart <= 1 || apart == QUARTER - 1;
    }

    /** A copy may have been given the same time; the file itself shows a change of it. */
    private static void refuseIfTogether(
            ControlConnection control, String name, Path file, Instant before, FileTime time) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time.toInstant().minus(STEP)));
        } catch (IOException | UnsupportedOperationException e) {
            throw new LocalException(
                    "the server's file of that name has the same size and time, and is on this machine: it may be this"
                            + " very file, and would be emptied; nothing was sent. Send a copy of it",
                    e);
        }
        boolean together;
        try {
            var after = time(control, name);
            together = after.isPresent() && !after.get().equals(before);
        } finally {
            local(() -> Files.setLastModifiedTime(file, time));
        }
        if (together) {
            throw new LocalException(
                    "the server's file of that name is this very file, and would be emptied; nothing was sent", null);
        }
    }

    /** A question about the file on this side. */
    private interface Local<T> {

        T ask() throws IOException;
    }

    private static <T> T local(Local<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException e) {
            throw DataConnection.unreadable(e);
        }
    }
}
