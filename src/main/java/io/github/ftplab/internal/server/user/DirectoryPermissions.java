package io.github.ftplab.internal.server.user;

import io.github.ftplab.Permission;
import io.github.ftplab.internal.server.file.HomePath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What a user may do, and where: letters for the whole home, and others for some directories in it.
 *
 * @param base the letters wherever no directory has its own
 * @param overrides the directories with letters of their own
 */
public record DirectoryPermissions(Set<Permission> base, List<OwnLetters> overrides) {

    public DirectoryPermissions {
        overrides = List.copyOf(overrides);
    }

    /** How far the letters of a directory reach. */
    enum Reach {
        /** The directory and the files in it. */
        DIRECTORY,
        /** Everything below it too. */
        TREE
    }

    /**
     * Letters of one directory.
     *
     * @param directory its real path
     */
    record OwnLetters(Path directory, Reach reach, Set<Permission> letters) {

        private boolean covers(Path path, BooleanSupplier isDirectory) {
            return path.startsWith(directory)
                    && (reach == Reach.TREE
                            || path.equals(directory)
                            || (directory.equals(path.getParent()) && !isDirectory.getAsBoolean()));
        }
    }

    DirectoryPermissions withBase(Set<Permission> letters) {
        return new DirectoryPermissions(letters, overrides);
    }

    /** Adds a directory, or gives it other letters. */
    DirectoryPermissions with(OwnLetters added) {
        var all = new ArrayList<>(overrides);
        all.removeIf(override -> override.directory().equals(added.directory()));
        all.add(added);
        return new DirectoryPermissions(base, all);
    }

    public boolean anywhere(Permission letter) {
        return base.contains(letter)
                || overrides.stream().anyMatch(override -> override.letters().contains(letter));
    }

    public Set<Permission> at(HomePath path) {
        return at(path::spelled, path::isKnownDirectory);
    }

    /**
     * {@return the letters of the nearest directory that covers a real path, which is asked for only if there is one}
     */
    public Set<Permission> at(Supplier<Path> real, BooleanSupplier isDirectory) {
        if (overrides.isEmpty()) {
            return base;
        }
        var path = real.get();
        var nearest = base;
        int depth = -1;
        for (var override : overrides) {
            int names = override.directory().getNameCount();
            if (names > depth && override.covers(path, isDirectory)) {
                nearest = override.letters();
                depth = names;
            }
        }
        return nearest;
    }

    /** {@return the directories below a path that have letters of their own} */
    public Stream<Path> below(Path path) {
        return overrides.stream()
                .map(OwnLetters::directory)
                .filter(directory -> directory.startsWith(path) && !directory.equals(path));
    }
}
