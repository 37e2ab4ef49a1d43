package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.failure.DataException;
import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.protocol.FileNames;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The local target of a download. Data go into a temporary file beside it, which replaces the target when it is
 * complete and takes its mode and owner; until then an existing file is unchanged. After a failure nothing is left,
 * except with {@code RESUME}, where the temporary file has a fixed name by which the next attempt finds it, and where
 * writing over the target fails: the whole download is kept then.
 */
public final class LocalTarget implements AutoCloseable {

    /** How many links one after the other are followed, as many as Linux follows. */
    private static final int MOST_LINKS = 40;

    private final Path target;
    private final boolean resumable;
    private @Nullable PartFile part;
    private @Nullable SeekableByteChannel device;
    private List<Path> made = List.of();

    private LocalTarget(Path target, boolean resumable) {
        this.target = target;
        this.resumable = resumable;
    }

    /**
     * Checks the target before anything is sent.
     *
     * @param name the path on the server, whose last part is the name in a directory
     * @param to an existing directory, or the file's own path
     * @param resumable whether to keep a partial file after a failure
     */
    static LocalTarget of(String name, Path to, boolean resumable) {
        var attempt = "cannot download " + name + ": ";
        var target = Files.isDirectory(to) ? to.resolve(fileName(name, to)) : to;
        if (Files.isDirectory(target)) {
            throw new FtpException.LocalFile(
                    attempt + target + " is a local directory; choose another name or directory", null);
        }
        var directory = target.toAbsolutePath().getParent();
        if (directory != null && Files.exists(directory)) {
            requireWritable(attempt, directory);
        }
        return new LocalTarget(target, resumable);
    }

    /**
     * {@return the local target of a download, from the text that the user gives: a directory, or the file's own path}
     *
     * @param text a local path; if it ends like a directory's, the directory is created if it is missing
     * @param remote the path on the server, whose last part is the name in a directory
     */
    public static Path named(String text, String remote) {
        var path = Path.of(text);
        boolean isDirectory =
                text.endsWith("/") || text.endsWith(path.getFileSystem().getSeparator());
        return isDirectory && !Files.isDirectory(path) ? path.resolve(fileName(remote, path)) : path;
    }

    private static void requireWritable(String attempt, Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new FtpException.LocalFile(attempt + directory + " is a file, not a directory", null);
        }
        if (!Files.isWritable(directory)) {
            throw new FtpException.LocalFile(
                    attempt + "the directory " + directory + " can't be written to; choose another one", null);
        }
    }

    /** {@return the last part of a path on the server, if it is a valid local file name} */
    public static String fileName(String remote, Path directory) {
        var name = FtpPath.last(remote);
        try {
            var path = directory.getFileSystem().getPath(name);
            boolean plain = !path.isAbsolute()
                    && path.getNameCount() == 1
                    && path.toString().equals(name)
                    && !FtpPath.isNoName(name)
                    && !FileNames.isSpecial(directory, name);
            if (plain) {
                return name;
            }
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(noName(remote), e);
        }
        throw new IllegalArgumentException(noName(remote));
    }

    private static String noName(String remote) {
        return "\"" + remote + "\" does not end in a valid local file name; name the local file too";
    }

    /** {@return the name under which the part of a file is kept for a later download} */
    public static String keptName(Path target) {
        return String.valueOf(PartFile.keptPath(target).getFileName());
    }

    Path path() {
        return target;
    }

    boolean exists() {
        return Files.exists(target);
    }

    /** {@return whether the file is complete, judging by its size} */
    boolean isWhole(OptionalLong size) throws IOException {
        return size.isPresent() && Files.isRegularFile(target) && Files.size(target) == size.getAsLong();
    }

    /** {@return the size of the partial file of an earlier attempt} */
    long kept(OptionalLong size) throws IOException {
        var kept = PartFile.keptPath(place());
        if (!Files.exists(kept) && Files.isRegularFile(target) && size.isPresent()) {
            Files.copy(target, kept);
        }
        long have = Files.exists(kept) ? Files.size(kept) : 0;
        return size.isPresent() && have > size.getAsLong() ? 0 : have;
    }

    /**
     * {@return the bytes before an offset in the partial file, fewer near its beginning} Must be called before {@link
     * #open}, which truncates the file at the offset.
     */
    byte[] before(long offset, int most) throws IOException {
        try {
            int count = (int) Math.min(most, offset);
            var bytes = ByteBuffer.allocate(count);
            var kept = part().position(offset - count);
            while (bytes.hasRemaining()) {
                if (kept.read(bytes) < 0) {
                    throw new EOFException("it was made shorter meanwhile");
                }
            }
            return bytes.array();
        } catch (LocalException e) {
            throw e;
        } catch (IOException e) {
            throw new LocalException("what is here of " + target + " can't be read (" + Text.reason(e) + ")", e);
        }
    }

    /** {@return the partial file, which is created or opened if it is not yet} It is not to be closed. */
    SeekableByteChannel part() throws IOException {
        if (part == null) {
            part = resumable ? PartFile.kept(place()) : PartFile.temporary(place());
        }
        return part.channel();
    }

    /** Resolves a symbolic link: what it leads to is replaced, or made if it is missing, and not the link. */
    private Path place() throws IOException {
        var place = target;
        for (int i = 0; Files.isSymbolicLink(place); i++) {
            if (i == MOST_LINKS) {
                throw new LocalException(target + " is a symbolic link that leads to itself", null);
            }
            if (Files.exists(place)) {
                return place.toRealPath();
            }
            place = place.resolveSibling(Files.readSymbolicLink(place));
        }
        return place;
    }

    /**
     * Opens the temporary file, and creates its directory if it is missing. {@return a channel that is not to be closed}
     */
    WritableByteChannel open(long offset) throws IOException {
        try {
            if (isDevice()) {
                closeDevice();
                var opened = Files.newByteChannel(target, StandardOpenOption.WRITE);
                device = opened;
                return opened;
            }
            var directory = place().toAbsolutePath().getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                made = missing(directory);
                Files.createDirectories(directory);
            }
            boolean isNew = part == null && !resumable;
            return isNew ? part() : part().truncate(offset).position(offset);
        } catch (LocalException e) {
            throw e;
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** {@return a directory and those around it that are not there, the innermost first} */
    private static List<Path> missing(Path directory) {
        var missing = new ArrayList<Path>();
        for (var path = directory; path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        return missing;
    }

    /** {@return the size of the part that a failed attempt has written} */
    long broken() throws IOException {
        return part == null ? 0 : part.channel().size();
    }

    /** {@return whether the target is a device or a pipe, where written data can't be replaced} */
    boolean isDevice() {
        return Files.exists(target) && !Files.isRegularFile(target);
    }

    /** Uses the data received so far. */
    interface Reading {

        void of(SeekableByteChannel received) throws IOException;
    }

    /** Reads the data received so far. */
    void read(Reading reading) throws IOException {
        if (part != null) {
            reading.of(part.channel());
            return;
        }
        closeDevice();
        try (var received = Files.newByteChannel(target)) {
            reading.of(received);
        }
    }

    /** Replaces the target with the complete file. */
    void complete() throws IOException {
        try {
            closeDevice();
            if (part != null) {
                part.complete();
                part.close();
                part = null; // what fails later does not concern it
            }
            made = List.of();
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    void setTime(Instant time) throws IOException {
        try {
            Files.setLastModifiedTime(target, FileTime.from(time));
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private IOException unwritable(IOException e) {
        if (e instanceof ClosedByInterruptException || e.getCause() instanceof ClosedByInterruptException) {
            return new DataException(DataException.Stage.INTERRUPTED, "interrupted", e);
        }
        return new LocalException(target + " can't be written (" + Text.reason(e) + "); choose another directory", e);
    }

    /** Deletes the temporary file and the directories made for it, unless it is complete or to be resumed. */
    @Override
    public void close() {
        try {
            closeDevice();
            if (part != null) {
                part.close();
            }
            // Only those that are empty: what is kept to be resumed stays, and what others have put there.
            for (var directory : made) {
                Files.deleteIfExists(directory);
            }
        } catch (IOException e) {
            // left over: a file whose name ends in .part, or a directory with something in it
        }
    }

    private void closeDevice() throws IOException {
        if (device != null) {
            device.close();
        }
    }
}
