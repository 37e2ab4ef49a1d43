package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.internal.client.failure.LocalException;
import io.github.ftplab.internal.protocol.Text;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The temporary file of a download, in the directory of the file that it replaces when it is complete. One that is not
 * kept for a later download is deleted when this program ends; after a kill, the next download into that directory
 * deletes it. A lock shows that it is in use. Systems drop a process's lock with any of its channels to the file, so
 * all of the download uses this one.
 */
final class PartFile implements Closeable {

    private static final String PREFIX = ".ftplab-download-";
    private static final String SUFFIX = ".part";
    private static final String WHOLE = ".whole";
    private static final Pattern TEMPORARY = Pattern.compile("\\.ftplab-download-[0-9a-f]{16}\\.part");

    /** The bytes of a name that usual file systems accept. */
    private static final int LONGEST_NAME = 255;

    private static final int ATTEMPTS = 8;

    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final Path target;
    private final boolean kept;
    private final @Nullable PosixFileAttributes replaced;
    private final SeekableByteChannel channel;
    private boolean complete;

    private PartFile(Path file, Path target, boolean kept) throws IOException {
        this.file = file;
        this.target = target;
        this.kept = kept;
        this.replaced = attributes(target);
        this.channel = open();
    }

    /** Creates one that is deleted unless it becomes complete. */
    static PartFile temporary(Path target) throws IOException {
        PartFiles.clear(target.toAbsolutePath().getParent());
        for (int i = 1; ; i++) {
            var digits = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            var file = target.resolveSibling(PREFIX + digits + SUFFIX);
            PartFiles.begin(file);
            try {
                return new PartFile(file, target, false);
            } catch (FileAlreadyExistsException | InUseException e) {
                // The name is taken, or another program took this for a leftover before it was locked.
                PartFiles.end(file);
                if (i == ATTEMPTS) {
                    throw e;
                }
            } catch (IOException | RuntimeException e) {
                PartFiles.end(file);
                throw e;
            }
        }
    }

    /**
     * Opens the one that is kept after a failure, so that a later download continues with it; creates it if it is
     * missing.
     */
    static PartFile kept(Path target) throws IOException {
        try {
            return new PartFile(keptPath(target), target, true);
        } catch (InUseException e) {
            throw new LocalException("another download to " + target + " is running; wait for its end", e);
        }
    }

    /** {@return where the part of a file is kept: in {@code .NAME.part} if a name may be so long} */
    static Path keptPath(Path target) {
        var name = String.valueOf(target.getFileName());
        var usual = "." + name + SUFFIX;
        return target.resolveSibling(
                usual.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME
                        ? usual
                        : ".ftplab-" + digest(name) + SUFFIX);
    }

    private static String digest(String name) {
        try {
            var bytes = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Another program or download holds the file. */
    private static final class InUseException extends IOException {

        private static final long serialVersionUID = 1;

        InUseException(Path file) {
            super(file + " is in use");
        }
    }

    private static @Nullable PosixFileAttributes attributes(Path target) throws IOException {
        boolean isPosix = target.getFileSystem().supportedFileAttributeViews().contains("posix");
        return isPosix && Files.exists(target) ? Files.readAttributes(target, PosixFileAttributes.class) : null;
    }

    private SeekableByteChannel open() throws IOException {
        var options = Set.of(
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                kept ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW);
        // Nobody may read here what may not be read of the file that is replaced.
        var mode = replaced == null ? new FileAttribute<?>[0] : new FileAttribute<?>[] {PRIVATE};
        var opened = Files.newByteChannel(file, options, mode);
        if (opened instanceof FileChannel lockable && !lock(lockable, file)) {
            opened.close();
            throw new InUseException(file);
        }
        return opened;
    }

    /** {@return whether nobody else holds the file, and nobody deleted it before it was locked} */
    private static boolean lock(FileChannel channel, Path file) {
        try {
            return PartFiles.lock(channel) != null && Files.exists(file);
        } catch (IOException e) {
            return true; // A file system without locks, where nobody can take this for a leftover.
        }
    }

    /** {@return whether a file is one that is to be deleted if nobody holds it, judging by its name} */
    static boolean isTemporary(Path file) {
        return TEMPORARY.matcher(String.valueOf(file.getFileName())).matches();
    }

    /** {@return the channel for reading and writing it, which belongs to this object} */
    SeekableByteChannel channel() {
        return channel;
    }

    /** Replaces the target, whose mode and owner stay. */
    void complete() throws IOException {
        boolean mayMove = replaced == null || takeOwnerAndMode(replaced);
        // At this, some file systems write the file and report a full disk.
        channel.close();
        if (mayMove || !Files.isWritable(target)) {
            move();
        } else {
            overwrite();
        }
        complete = true;
    }

    /** Writes over the target. Until that is done, the only whole file has a name that nothing deletes. */
    private void overwrite() throws IOException {
        var name = String.valueOf(file.getFileName());
        var whole = kept ? file : file.resolveSibling(name.substring(0, name.length() - SUFFIX.length()) + WHOLE);
        if (!kept) {
            Files.move(file, whole);
        }
        try (var out = Files.newOutputStream(target, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            Files.copy(whole, out);
        } catch (IOException e) {
            throw new IOException(Text.reason(e) + "; the whole download is in " + whole, e);
        }
        Files.delete(whole);
    }

    /** Takes the mode of the file to replace; {@return whether this file has its owner and group too} */
    private boolean takeOwnerAndMode(PosixFileAttributes of) throws IOException {
        var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        var own = view.readAttributes();
        boolean isOwned = true;
        try {
            if (!own.owner().equals(of.owner())) {
                view.setOwner(of.owner());
            }
            if (!own.group().equals(of.group())) {
                view.setGroup(of.group());
            }
        } catch (FileSystemException e) {
            isOwned = false; // Only root may give a file away.
        }
        try {
            if (!own.permissions().equals(of.permissions())) {
                view.setPermissions(of.permissions());
            }
        } catch (FileSystemException e) {
            // A file system without modes, or a mode that may not be given.
            return isOwned;
        }
        return isOwned;
    }

    private void move() throws IOException {
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Closes it, and deletes it unless it is complete or kept. */
    @Override
    public void close() throws IOException {
        try {
            channel.close();
            if (!complete && !kept) {
                Files.deleteIfExists(file);
            }
        } finally {
            PartFiles.end(file);
        }
    }
}
