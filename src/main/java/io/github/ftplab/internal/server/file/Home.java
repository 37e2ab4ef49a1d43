package io.github.ftplab.internal.server.file;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.protocol.FileNames;
import io.github.ftplab.internal.protocol.FtpPath;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a user sees as {@code /}, in any file system of java.nio.file. Paths that lead out of it, by
 * {@code ..}, by a symbolic link or by a special name of the platform, are refused.
 *
 * <p>Between resolving a path and using it, somebody may put a link into it. So a path is resolved here to one without
 * links, and an {@link OpenDirectory} then walks that path without following any.
 */
public final class Home {

    /** For tests: if true, no home holds directories open, as where the system can't. */
    static final String BY_PATH = "ftplab.homesByPath";

    private final Path given;
    private final Path root;
    private final @Nullable HomeLock lock;
    private final @Nullable Quota quota;

    private Home(Path given, Path root, @Nullable HomeLock lock, @Nullable Quota quota) {
        this.given = given;
        this.root = root;
        this.lock = lock;
        this.quota = quota;
    }

    /**
     * Opens a directory as a home.
     *
     * @throws IllegalArgumentException if it is missing, not a directory, or can't be listed
     */
    public static Home of(Path directory) {
        try {
            var root = directory.toRealPath();
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException("cannot use " + directory + " as a home directory: it is a file");
            }
            try (var entries = Files.newDirectoryStream(root)) {
                Objects.requireNonNull(entries.iterator());
                boolean held = entries instanceof SecureDirectoryStream && !Boolean.getBoolean(BY_PATH);
                return new Home(directory, root, held ? null : HomeLock.of(root), null);
            }
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "cannot use %s as a home directory: there is no directory %s; create it first: Files.createDirectories(Path.of(\"%s\"))"
                            .formatted(directory, directory.toAbsolutePath(), directory),
                    e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(
                    "cannot read the home directory %s as user %s: access denied; choose a directory of your own, or give yourself the right to read it"
                            .formatted(directory, System.getProperty("user.name")),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the home directory %s: %s; choose another directory"
                            .formatted(directory, FileFailures.reason(e)),
                    e);
        }
    }

    /**
     * Opens a directory as a home.
     *
     * @param directory its path in the default file system
     * @throws IllegalArgumentException if it is missing, not a directory, or can't be listed; if it reads as permission
     *     letters, the message says that these come after the home
     */
    public static Home of(String directory) {
        return of(path(directory));
    }

    private static Path path(String directory) {
        if (directory.isEmpty()) {
            throw new IllegalArgumentException(
                    "the path of the home directory is empty; for the current directory use \".\"");
        }
        var path = Path.of(directory);
        if (arePermissionLetters(directory) && Files.notExists(path)) {
            throw new IllegalArgumentException(
                    "cannot use %1$s as a home directory: there is no such directory, and \"%1$s\" reads as permission letters, which come after the home: user(name, password, home, \"%1$s\") or anonymous(home, \"%1$s\")"
                            .formatted(directory));
        }
        return path;
    }

    /**
     * Opens a directory as a home, and creates it if it is missing.
     *
     * @throws IllegalArgumentException as {@link #of(Path)} does, or if it can't be created
     */
    public static Home created(Path directory) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(directory);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot create the home directory %s: %s; choose another directory"
                            .formatted(directory, FileFailures.reason(e)),
                    e);
        }
        return of(directory);
    }

    /** Opens a directory as a home, and creates it if it is missing; refuses what {@link #of(String)} refuses. */
    public static Home created(String directory) {
        return created(path(directory));
    }

    private static boolean arePermissionLetters(String text) {
        var letters = Permission.format(Permission.ALL);
        return text.chars().allMatch(c -> letters.indexOf(c) >= 0);
    }

    /**
     * {@return this home with a limit for its files, or without one}
     *
     * @param bytes 0 for no limit
     * @throws IllegalArgumentException if it is negative
     */
    public Home limited(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "a quota of %d bytes is negative: the least is 0, for no limit", bytes));
        }
        return new Home(given, root, lock, bytes == 0 ? null : new Quota(root, bytes));
    }

    /** {@return the limit for the files of this home, or null if there is none} */
    public @Nullable Quota quota() {
        return quota;
    }

    /** Tells the quota that files were deleted. */
    void filesWentAway() {
        if (quota != null) {
            quota.changed();
        }
    }

    /** {@return the directory as it was given} */
    public Path directory() {
        return given;
    }

    /** {@return the directory's real path} */
    Path root() {
        return root;
    }

    /** Opens this home's root, or a directory below it by its real path. */
    OpenDirectory open(Path directory, String virtual) throws IOException {
        if (directory.equals(root)) {
            return PathDirectory.root(root);
        }
        return lock == null ? SecureDirectory.open(root, directory, virtual) : PathDirectory.below(lock, directory);
    }

    /** Runs a step during which no client changes a directory, where directories can't be held open. */
    <T> T use(HomeLock.Step<T> step) throws IOException {
        return lock == null ? step.run() : lock.use(step);
    }

    /**
     * Runs a step during which no client uses a path, where directories can't be held open, and no upload replaces a
     * file, where files are limited.
     */
    <T> T change(HomeLock.Step<T> step) throws IOException {
        return quota == null ? changeNames(step) : quota.change(() -> changeNames(step));
    }

    private <T> T changeNames(HomeLock.Step<T> step) throws IOException {
        return lock == null ? step.run() : lock.change(step);
    }

    /** {@return whether a link may be moved} Where directories can't be held open, it must not lead out of the home. */
    boolean mayHold(Path link, Path directory) throws IOException {
        if (lock == null || !Files.isSymbolicLink(link)) {
            return true;
        }
        var target = directory.resolve(Files.readSymbolicLink(link));
        try {
            return target.toRealPath().startsWith(root);
        } catch (IOException e) {
            return target.normalize().startsWith(root);
        }
    }

    /**
     * Finds a directory below this home that is to have permissions of its own.
     *
     * @throws IllegalArgumentException if it does not exist or is the home itself
     */
    public Path directory(String path) {
        var virtual = FtpPath.resolve("/", path);
        try {
            var resolved = follow(virtual);
            if (resolved.isHome()) {
                throw new IllegalArgumentException(
                        "\"" + path + "\" is the home directory itself: change the user's permission letters instead");
            }
            if (!resolved.isDirectory()) {
                throw new IllegalArgumentException(
                        "there is no directory %s in the home directory %s: create it first".formatted(virtual, given));
            }
            return resolved.path().toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot set permissions of the directory %s in the home directory %s: %s"
                            .formatted(virtual, given, FileFailures.reason(e)),
                    e);
        }
    }

    /**
     * Finds a directory of this home.
     *
     * @return its absolute virtual path
     * @throws IllegalArgumentException if it does not exist
     */
    public String virtualDirectory(String path) {
        var virtual = FtpPath.resolve("/", path);
        if (!hasDirectory(virtual)) {
            throw new IllegalArgumentException(
                    "there is no directory %s in the home directory %s: create it first".formatted(virtual, given));
        }
        return virtual;
    }

    /** {@return whether there is a directory with this absolute virtual path} */
    public boolean hasDirectory(String virtual) {
        try {
            return follow(virtual).isDirectory();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Resolves a virtual path and follows symbolic links. The file may be missing, its directory must exist.
     *
     * @param virtual an absolute path from {@link FtpPath#resolve}
     * @throws AccessDeniedException if it leads out of the home
     */
    public HomePath follow(String virtual) throws IOException {
        var resolved = entry(virtual);
        return Files.isSymbolicLink(resolved.path())
                ? new HomePath(this, real(resolved.path(), virtual), virtual)
                : resolved;
    }

    /** Resolves a virtual path like {@link #follow}, but does not follow a link at its end. */
    public HomePath entry(String virtual) throws IOException {
        var names = FtpPath.names(virtual);
        if (names.isEmpty()) {
            return new HomePath(this, root, virtual);
        }
        var parent = root;
        for (var name : names.subList(0, names.size() - 1)) {
            parent = child(parent, name, virtual);
        }
        var directory = names.size() == 1 ? root : real(parent, virtual);
        if (names.size() > 1 && !Files.isDirectory(directory)) {
            throw new NotDirectoryException(virtual);
        }
        return new HomePath(this, child(directory, names.get(names.size() - 1), virtual), virtual);
    }

    private Path real(Path path, String virtual) throws IOException {
        Path real;
        try {
            real = path.toRealPath();
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            throw new FileSystemLoopException(virtual);
        }
        if (!real.startsWith(root)) {
            throw new AccessDeniedException(virtual, null, "Leads out of the home directory");
        }
        if (StagedFile.isName(String.valueOf(real.getFileName()))) {
            throw new NoSuchFileException(virtual);
        }
        return real;
    }

    private static Path child(Path parent, String name, String virtual) throws IOException {
        try {
            var child = parent.resolve(name);
            if (isStaged(child, name)) {
                throw new NoSuchFileException(virtual);
            }
            if (isPlain(parent, child, name)) {
                return child;
            }
        } catch (InvalidPathException e) {
            // Refused below, like other names that the system does not support.
        }
        throw new NoSuchFileException(virtual, null, "No such file or directory: invalid name");
    }

    /** {@return whether a name denotes a staged file} On Windows also by its short name, which contains a tilde. */
    private static boolean isStaged(Path child, String name) {
        return StagedFile.isReserved(name)
                || (FileNames.isOnWindows(child)
                        && name.contains("~")
                        && StagedFile.isName(
                                String.valueOf(HomePath.spelled(child).getFileName())));
    }

    /**
     * {@return whether a name denotes an ordinary entry} Depending on the system, a name may also denote several path
     * elements, a drive, a device or a stream of a file.
     */
    private static boolean isPlain(Path parent, Path child, String name) {
        var fileName = child.getFileName();
        return fileName != null
                && child.getNameCount() == parent.getNameCount() + 1
                && child.startsWith(parent)
                && isSame(fileName.toString(), name)
                && !FileNames.isSpecial(parent, name);
    }

    /** Compares in a normalized form, as some file systems store accented letters in another Unicode form. */
    private static boolean isSame(String kept, String given) {
        return kept.equals(given)
                || Normalizer.normalize(kept, Normalizer.Form.NFC)
                        .equals(Normalizer.normalize(given, Normalizer.Form.NFC));
    }

    @Override
    public String toString() {
        return given.toString();
    }
}
