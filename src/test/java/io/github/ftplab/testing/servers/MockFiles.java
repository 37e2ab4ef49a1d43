package io.github.ftplab.testing.servers;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mockftpserver.core.util.PatternUtil;
import org.mockftpserver.fake.filesystem.DirectoryEntry;
import org.mockftpserver.fake.filesystem.DirectoryListingFormatter;
import org.mockftpserver.fake.filesystem.FileEntry;
import org.mockftpserver.fake.filesystem.FileSystem;
import org.mockftpserver.fake.filesystem.FileSystemEntry;
import org.mockftpserver.fake.filesystem.FileSystemException;

/** Files of the disk as MockFtpServer sees its files, which are otherwise in memory. */
final class MockFiles implements FileSystem {

    private final Path home;
    private final DirectoryListingFormatter form;
    private final String system;

    MockFiles(Path home, DirectoryListingFormatter form, String system) {
        this.home = home;
        this.form = form;
        this.system = system;
    }

    /** A file, each time as it is then. */
    private final class Disk extends FileEntry {

        private final Path file;

        Disk(String path) throws IOException {
            super(path);
            file = local(path);
            setLastModified(Date.from(Files.getLastModifiedTime(file).toInstant()));
        }

        @Override
        public long getSize() {
            return file.toFile().length();
        }

        @Override
        public InputStream createInputStream() {
            try {
                // It is read one byte at a time.
                return new ByteArrayInputStream(Files.readAllBytes(file));
            } catch (IOException e) {
                throw failed(getPath(), e);
            }
        }

        @Override
        public OutputStream createOutputStream(boolean append) {
            try {
                return Files.newOutputStream(
                        file, append ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw failed(getPath(), e);
            }
        }
    }

    private static FileSystemException failed(String path, IOException e) {
        return new FileSystemException(path, "filesystem.doesNotExist", e);
    }

    private Path local(String path) {
        var file = home.resolve(path.replaceFirst("^/+", "")).normalize();
        return file.startsWith(home) ? file : home;
    }

    /** Creates an empty file, so that it is on the disk when it is written to; {@return its path} */
    String created(String path) {
        try {
            var file = local(path);
            if (Files.notExists(file) && Files.isDirectory(file.resolveSibling("."))) {
                Files.createFile(file);
            }
            return path;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public void add(FileSystemEntry entry) {
        try {
            if (entry.isDirectory()) {
                Files.createDirectory(local(entry.getPath()));
            } else {
                Files.createFile(local(entry.getPath()));
            }
        } catch (IOException e) {
            throw failed(entry.getPath(), e);
        }
    }

    @Override
    public List<FileSystemEntry> listFiles(String path) {
        if (isFile(path)) {
            return List.of(entry(path));
        }
        var name = path.substring(path.lastIndexOf('/') + 1);
        boolean isPattern = PatternUtil.containsWildcards(name);
        var directory = isPattern ? path.substring(0, path.lastIndexOf('/') + 1) : path;
        var regex = isPattern ? PatternUtil.convertStringWithWildcardsToRegex(name) : ".*";
        try (var files = Files.list(local(directory))) {
            var entries = new ArrayList<FileSystemEntry>();
            for (var file : files.toList()) {
                var called = String.valueOf(file.getFileName());
                if (called.matches(regex)) {
                    entries.add(entry(path(directory, called)));
                }
            }
            return entries;
        } catch (IOException e) {
            return List.of();
        }
    }

    @Override
    public List<String> listNames(String path) {
        return listFiles(path).stream().map(FileSystemEntry::getName).toList();
    }

    @Override
    public boolean delete(String path) {
        try {
            Files.delete(local(path));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void rename(String from, String to) {
        try {
            Files.move(local(from), local(to));
        } catch (IOException e) {
            throw failed(from, e);
        }
    }

    @Override
    public String formatDirectoryListing(FileSystemEntry entry) {
        return form.format(entry);
    }

    @Override
    public String getSystemName() {
        return system;
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(local(path));
    }

    @Override
    public boolean isDirectory(String path) {
        return Files.isDirectory(local(path));
    }

    @Override
    public boolean isFile(String path) {
        return Files.isRegularFile(local(path));
    }

    @Override
    public boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    @Override
    public String path(String directory, String path) {
        return "/" + home.relativize(local(directory + "/" + path));
    }

    @Override
    public @Nullable FileSystemEntry getEntry(String path) {
        return exists(path) ? entry(path) : null;
    }

    private FileSystemEntry entry(String path) {
        try {
            if (!isDirectory(path)) {
                return new Disk(path);
            }
            var directory = new DirectoryEntry(path);
            directory.setLastModified(
                    Date.from(Files.getLastModifiedTime(local(path)).toInstant()));
            return directory;
        } catch (IOException e) {
            throw failed(path, e);
        }
    }

    @Override
    public @Nullable String getParent(String path) {
        int slash = path.lastIndexOf('/');
        return path.equals("/") ? null : slash == 0 ? "/" : path.substring(0, slash);
    }
}
