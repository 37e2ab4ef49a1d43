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
import java.text.Normalizer;
import java.util.Objects;

/**
 * The directory that a user sees as {@code /}, in any file system of java.nio.file. A name that leads out of it, by
 * {@code ..}, by a symbolic link or by what the platform makes of a name, is refused.
 *
 * <p>Finding a place and using it are two steps, and somebody may put a link in between. So what is found here is only
 * a path without links, and a {@link OpenDirectory} goes along it without following any.
 */
public final class Home {

    private final Path given;
    private final Path root;

    private Home(Path given, Path root) {
        this.given = given;
        this.root = root;
    }

    /**
     * Opens a directory as a home.
     *
     * @throws IllegalArgumentException if it is missing, no directory, or can't be listed
     */
    public static Home of(Path directory) {
        try {
            var root = directory.toRealPath();
            if (!Files.isDirectory(root)) {
                throw new IllegalArgumentException("the home must be a directory, and " + directory + " is a file");
            }
            try (var entries = Files.newDirectoryStream(root)) {
                Objects.requireNonNull(entries.iterator());
            }
            return new Home(directory, root);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    "there is no directory %s to be the home (looked for it as %s); make it first: Files.createDirectories(Path.of(\"%s\"))"
                            .formatted(directory, directory.toAbsolutePath(), directory),
                    e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException(
                    "cannot read the directory %s as %s: access denied; choose a directory of your own, or give yourself the right to read it"
                            .formatted(directory, System.getProperty("user.name")),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the directory %s: %s; choose another directory"
                            .formatted(directory, FileFailures.reason(e)),
                    e);
        }
    }

    /**
     * Opens a directory as a home.
     *
     * @param directory its path in the file system of this machine
     * @throws IllegalArgumentException if it is missing, no directory, or can't be listed; or if it reads as permission
     *     letters, which somebody has given in its place
     */
    public static Home of(String directory) {
        if (directory.isEmpty()) {
            throw new IllegalArgumentException(
                    "the path of the home is empty; if the current directory is meant, that is \".\"");
        }
        var path = Path.of(directory);
        if (areLetters(directory) && Files.notExists(path)) {
            throw new IllegalArgumentException(
                    "there is no directory %1$s to be the home, and \"%1$s\" reads as permission letters; those come after the home: user(name, password, home, \"%1$s\") or anonymous(home, \"%1$s\")"
                            .formatted(directory));
        }
        return of(path);
    }

    private static boolean areLetters(String text) {
        var letters = Permission.format(Permission.ALL);
        return text.chars().allMatch(c -> letters.indexOf(c) >= 0);
    }

    /** {@return the directory as it was given} */
    public Path directory() {
        return given;
    }

    /** {@return the directory's real path, without links} */
    Path root() {
        return root;
    }

    /**
     * Finds a directory below this home, to give it letters of its own.
     *
     * @throws IllegalArgumentException if there is none, or it is the home itself
     */
    public Path directory(String path) {
        var virtual = FtpPath.resolve("/", path);
        try {
            var place = follow(virtual);
            if (place.isHome()) {
                throw new IllegalArgumentException(
                        "\"" + path + "\" is the home itself: its letters are those of the user");
            }
            if (!place.isDirectory()) {
                throw new IllegalArgumentException(
                        "there is no directory %s in the home %s: make it first".formatted(virtual, given));
            }
            return place.path().toRealPath();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot give the directory %s in the home %s letters of its own: %s"
                            .formatted(virtual, given, FileFailures.reason(e)),
                    e);
        }
    }

    /**
     * Finds the real file behind a virtual path, symbolic links followed. The file itself may be missing, its directory
     * not.
     *
     * @param virtual an absolute path as {@link FtpPath} makes them
     * @throws AccessDeniedException if it leads out of the home
     */
    public HomePath follow(String virtual) throws IOException {
        var place = entry(virtual);
        return Files.isSymbolicLink(place.path()) ? new HomePath(this, real(place.path(), virtual), virtual) : place;
    }

    /** Finds the directory's entry for a virtual path: like {@link #follow}, but a link at its end is not followed. */
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
            throw new AccessDeniedException(virtual, null, "Leads out of the home");
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
            // answered below, as other names are that the system does not take
        }
        throw new NoSuchFileException(virtual, null, "No such file or directory: the name is not possible here");
    }

    /** What an upload writes to is for nobody; Windows has a second name for a file, with a tilde in it. */
    private static boolean isStaged(Path child, String name) {
        return StagedFile.isReserved(name)
                || (FileNames.isOnWindows(child)
                        && name.contains("~")
                        && StagedFile.isName(
                                String.valueOf(HomePath.spelled(child).getFileName())));
    }

    /** A name may mean several steps, a drive, a device or a stream of a file, depending on the system. */
    private static boolean isPlain(Path parent, Path child, String name) {
        var fileName = child.getFileName();
        return fileName != null
                && child.getNameCount() == parent.getNameCount() + 1
                && child.startsWith(parent)
                && isSame(fileName.toString(), name)
                && !FileNames.isSpecial(parent, name);
    }

    /** Some systems keep letters with accents in another Unicode form than they were given. */
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
