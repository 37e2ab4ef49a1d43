package io.github.ftplab.internal.client.directory;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.client.settings.DirectoryRules;
import io.github.ftplab.internal.protocol.FtpPath;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A snapshot of a local directory, taken before an upload. Files that a server writes into that directory during the
 * upload, because its home is there, are not uploaded. It has names only, as there may be very many.
 *
 * @param names all names, in order
 * @param directories the snapshots of the subdirectories that the rules include
 * @param others the names that are neither such a directory nor a file that the rules include
 */
record LocalDirectory(List<String> names, Map<String, LocalDirectory> directories, Set<String> others) {

    /** Reads a directory and its subdirectories, without following links to directories. Reports failures below it. */
    static LocalDirectory of(Path directory, DirectoryRules rules, DirectoryReport report, SessionPool pool)
            throws IOException {
        return of(directory, "", rules, report, pool);
    }

    private static LocalDirectory of(
            Path directory, String inner, DirectoryRules rules, DirectoryReport report, SessionPool pool)
            throws IOException {
        var names = names(directory);
        var directories = new HashMap<String, LocalDirectory>();
        var others = new HashSet<String>();
        for (var name : names) {
            var path = directory.resolve(name);
            var below = FtpPath.in(inner, name);
            try {
                if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    if (!isTaken(path, below, rules, report)) {
                        others.add(name);
                    }
                } else if (rules.descends(below)) {
                    directories.put(name, of(path, below, rules, report, pool));
                } else {
                    others.add(name);
                }
            } catch (IOException e) {
                others.add(name);
                pool.failed(
                        path.toString(), new FtpException.LocalFile("cannot move " + path + ": " + Text.reason(e), e));
            }
        }
        return new LocalDirectory(
                names, directories.isEmpty() ? Map.of() : directories, others.isEmpty() ? Set.of() : others);
    }

    private static List<String> names(Path directory) throws IOException {
        try (var paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isTaken(Path path, String inner, DirectoryRules rules, DirectoryReport report)
            throws IOException {
        if (!Files.isRegularFile(path)) {
            report.leftOut(path.toString());
            return false;
        }
        return rules.takesAll()
                ? rules.takes(inner)
                : rules.takes(
                        inner,
                        OptionalLong.of(Files.size(path)),
                        Optional.of(Files.getLastModifiedTime(path).toInstant()));
    }

    /** {@return whether there is a file to upload in it or below} */
    boolean hasFiles() {
        return names.size() > directories.size() + others.size()
                || directories.values().stream().anyMatch(LocalDirectory::hasFiles);
    }
}
