package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.control.ControlConnection;
import io.github.ftplab.internal.client.control.FtpCommand;
import io.github.ftplab.internal.client.control.ReplyParser;
import io.github.ftplab.internal.client.data.UploadSource;
import io.github.ftplab.internal.client.failure.LocalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Prevents the upload of a file to itself, as a server truncates the file that it is about to write. Names don't tell
 * whether a file on the server is the local file, as its home may be anywhere; but then both have the same size and
 * time, and change together. This is checked if server and client are on one machine, and the file is too large to be
 * read beforehand ({@link UploadSource}).
 */
final class SelfUpload {

    /** Time zones differ by multiples of this, so a server that reports local times is recognized too. */
    private static final long QUARTER = Duration.ofMinutes(15).toSeconds();

    private static final Duration STEP = Duration.ofSeconds(10);

    private SelfUpload() {}

    /**
     * Checks that a file is not its own target, by queries only.
     *
     * @throws LocalException if it is its own target
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
        return ReplyParser.time(control.exchange(FtpCommand.onPath("MDTM", name)));
    }

    private static boolean isLike(Instant there, Instant here) {
        long apart = Math.floorMod(there.getEpochSecond() - here.getEpochSecond(), QUARTER);
        return apart <= 1 || apart == QUARTER - 1;
    }

    /** Distinguishes the file from a copy with the same time: only the file itself shows a change of its time. */
    private static void refuseIfTogether(
            ControlConnection control, String name, Path file, Instant before, FileTime time) throws IOException {
        try {
            Files.setLastModifiedTime(file, FileTime.from(time.toInstant().minus(STEP)));
        } catch (IOException | UnsupportedOperationException e) {
            throw new LocalException(
                    "the server's file of that name has the same size and time, and is on this machine: it may be this"
                            + " very file, and would be truncated; nothing was sent. Upload a copy of it",
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
                    "the server's file of that name is this very file, and would be truncated; nothing was sent", null);
        }
    }

    /** A query about the local file. */
    private interface Local<T> {

        T ask() throws IOException;
    }

    private static <T> T local(Local<T> question) throws IOException {
        try {
            return question.ask();
        } catch (IOException e) {
            throw LocalException.unreadable(e);
        }
    }
}
