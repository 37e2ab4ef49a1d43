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
 * A user's permissions: those for the whole home, and overrides for directories in it.
 *
 * @param base the permissions where no override applies
 * @param overrides the directories with permissions of their own
 */
public record DirectoryPermissions(Set<Permission> base, List<PathOverride> overrides) {

    public DirectoryPermissions {
        overrides = List.copyOf(overrides);
    }

    /** What an override applies to. */
    enum Scope {
        /** The directory and the files in it. */
        DIRECTORY,
        /** Everything below it too. */
        TREE
    }

    /**
     * The permissions of one directory.
     *
     * @param directory its real path
     */
    record PathOverride(Path directory, Scope scope, Set<Permission> letters) {

        private boolean covers(Path path, BooleanSupplier isDirectory) {
            return path.startsWith(directory)
                    && (scope == Scope.TREE
                            || path.equals(directory)
                            || (directory.equals(path.getParent()) && !isDirectory.getAsBoolean()));
        }
    }

    DirectoryPermissions withBase(Set<Permission> letters) {
        return new DirectoryPermissions(letters, overrides);
    }

    /** Adds or replaces the override of a directory. */
    DirectoryPermissions with(PathOverride added) {
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
        return overrides.isEmpty() ? base : at(path::spelled, path::isKnownDirectory);
    }

    /**
     * {@return the permissions at a real path: those of the deepest override that covers it} The suppliers are called
     * only if there are overrides.
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

    /** {@return the directories below a path that have permissions of their own} */
    public Stream<Path> below(Path path) {
        return overrides.stream()
                .map(PathOverride::directory)
                .filter(directory -> directory.startsWith(path) && !directory.equals(path));
    }
}
