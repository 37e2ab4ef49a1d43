package io.github.ftplab.junit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

/** Makes and deletes the files of a server. */
final class TestFiles {

    private TestFiles() {}

    /** {@return a path in a directory} A slash at its beginning means the directory itself. */
    static Path within(Path directory, String name) {
        var path = directory.resolve(name.replaceFirst("^/+", "")).normalize();
        if (!path.startsWith(directory)) {
            throw new ExtensionConfigurationException("@Ftp: %s is outside of the server's files".formatted(name));
        }
        return path;
    }

    /** Writes a file that is given as {@code PATH=CONTENTS}, or makes a directory that is given as {@code PATH/}. */
    static void write(String text, Path home) throws IOException {
        int equals = text.indexOf('=');
        if (equals == 0 || (equals < 0 && !text.endsWith("/"))) {
            throw new ExtensionConfigurationException(
                    "@Ftp: the text \"%s\" is neither PATH=CONTENTS, such as a.txt=hello, nor PATH/".formatted(text));
        }
        if (equals < 0) {
            Files.createDirectories(within(home, text));
            return;
        }
        var file = within(home, text.substring(0, equals));
        makeParent(file);
        Files.writeString(file, text.substring(equals + 1));
    }

    /** Copies a resource of a class: what a directory or a zip file contains, or another file itself. */
    static void copy(Class<?> type, String resource, Path home) throws IOException {
        var url = type.getResource(resource.endsWith("/") ? resource.substring(0, resource.length() - 1) : resource);
        if (url == null) {
            throw new ExtensionConfigurationException(
                    "@Ftp: there is no resource %s on the class path: /ftp is src/test/resources/ftp, and ftp is beside %s"
                            .formatted(resource, type.getSimpleName()));
        }
        if (resource.endsWith(".zip")) {
            var connection = url.openConnection();
            connection.setUseCaches(false);
            try (var zip = new ZipInputStream(connection.getInputStream())) {
                ZipEntry entry;
                while ((entry = zip.getNextEntry()) != null) {
                    add(entry, entry.getName(), zip, home);
                }
            }
        } else if (url.getProtocol().equals("file")) {
            copyTree(path(url), home);
        } else if (url.openConnection() instanceof JarURLConnection connection) {
            copyFromJar(connection, home);
        } else {
            throw new ExtensionConfigurationException(
                    "@Ftp: cannot copy %s: only files and jars can be".formatted(url));
        }
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new ExtensionConfigurationException("@Ftp: cannot copy " + url, e);
        }
    }

    private static void copyTree(Path source, Path home) throws IOException {
        if (!Files.isDirectory(source)) {
            copyFile(source, within(home, String.valueOf(source.getFileName())));
            return;
        }
        try (var found = Files.walk(source)) {
            for (var each : (Iterable<Path>) found::iterator) {
                var target = within(home, source.relativize(each).toString().replace('\\', '/'));
                if (Files.isDirectory(each)) {
                    Files.createDirectories(target);
                } else {
                    copyFile(each, target);
                }
            }
        }
    }

    private static void copyFile(Path source, Path target) throws IOException {
        try (var in = Files.newInputStream(source)) {
            Files.copy(in, target);
        }
        Files.setLastModifiedTime(target, Files.getLastModifiedTime(source));
    }

    private static void copyFromJar(JarURLConnection connection, Path home) throws IOException {
        connection.setUseCaches(false);
        var name = connection.getEntryName();
        try (var jar = connection.getJarFile()) {
            for (var entry : Collections.list(jar.entries())) {
                boolean isWithin = entry.getName().startsWith(name + "/");
                if (isWithin || entry.getName().equals(name)) {
                    int start = isWithin ? name.length() + 1 : name.lastIndexOf('/') + 1;
                    try (var in = jar.getInputStream(entry)) {
                        add(entry, entry.getName().substring(start), in, home);
                    }
                }
            }
        }
    }

    private static void add(ZipEntry entry, String name, InputStream contents, Path home) throws IOException {
        var target = within(home, name);
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        makeParent(target);
        Files.copy(contents, target);
        var time = entry.getLastModifiedTime();
        if (time != null) {
            Files.setLastModifiedTime(target, time);
        }
    }

    private static void makeParent(Path file) throws IOException {
        var parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /** Deletes a directory, whatever the modes of what is in it, or the file system in memory that it belongs to. */
    static void delete(Path home) throws IOException {
        if (home.getFileSystem() == FileSystems.getDefault()) {
            deleteTree(home);
        } else {
            home.getFileSystem().close();
        }
    }

    private static void deleteTree(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            permit(path.toFile());
            for (var entry : entries(path)) {
                deleteTree(entry);
            }
        }
        Files.deleteIfExists(path);
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException deletedSince) {
            return List.of();
        }
    }

    /** Lets the owner list the directory and delete in it. If this has no effect, deleting reports the error. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static void permit(File directory) {
        directory.setReadable(true);
        directory.setWritable(true);
        directory.setExecutable(true);
    }
}
