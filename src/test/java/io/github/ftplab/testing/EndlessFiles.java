package io.github.ftplab.testing;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A read-only file system in which reading never ends, so that a command that reads is still running when the test
 * continues. It has a directory {@code many} with endlessly many entries, a directory {@code broken} that can't be read
 * to its end, a directory {@code faulty} at which the file system itself fails, a file {@code endless} of endlessly many zeros, and a file {@code small} of {@value #SMALL} bytes. It
 * knows how much was read and what is still open.
 */
public final class EndlessFiles extends FileSystemProvider implements AutoCloseable {

    private static final int SMALL = 6;
    private static final int BROKEN_AT = 11_000;
    private static final long ENDLESS = 1L << 60;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final FileSystem names = Jimfs.newFileSystem(Configuration.unix());
    private final Files system = new Files();
    private long taken;
    private int open;

    /** {@return the directory that contains them all} */
    public Path home() {
        return new Name(names.getPath("/"));
    }

    /** Waits until this many entries, or buffers of the endless file, have been read. */
    public void awaitTaken(long number) throws InterruptedException, TimeoutException {
        await(() -> taken >= number);
    }

    /** Waits until nothing is being read any more. */
    public void awaitClosed() throws InterruptedException, TimeoutException {
        await(() -> open == 0);
    }

    private synchronized void await(BooleanSupplier done) throws InterruptedException, TimeoutException {
        var end = System.nanoTime() + PATIENCE_NANOS;
        while (!done.getAsBoolean()) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException(taken + " were read, and " + open + " are open");
            }
            wait(left);
        }
    }

    private synchronized void take() {
        taken++;
        notifyAll();
    }

    private synchronized void opened(int change) {
        open += change;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        names.close();
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path directory, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        var entries = isMany(directory) ? new Many(directory) : List.<Path>of().iterator();
        opened(1);
        return new DirectoryStream<>() {
            private boolean closed;

            @Override
            public Iterator<Path> iterator() {
                return entries;
            }

            @Override
            public void close() {
                if (!closed) {
                    closed = true;
                    opened(-1);
                }
            }
        };
    }

    /** Entry 1, entry 2, and so on. */
    private final class Many implements Iterator<Path> {

        private final Path directory;
        private long last;

        Many(Path directory) {
            this.directory = directory;
        }

        @Override
        public boolean hasNext() {
            if (last == BROKEN_AT && directory.toString().equals("/broken")) {
                throw new DirectoryIteratorException(new IOException("Input/output error"));
            }
            if (last == BROKEN_AT && directory.toString().equals("/faulty")) {
                throw new IllegalStateException("a fault of the file system");
            }
            return true;
        }

        @Override
        public Path next() {
            take();
            return directory.resolve("entry" + ++last);
        }
    }

    @Override
    public SeekableByteChannel newByteChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... more)
            throws IOException {
        return new Zeros(size(path));
    }

    /** The contents of a file. */
    private final class Zeros implements SeekableByteChannel {

        private final long size;
        private long position;
        private boolean isOpen = true;

        Zeros(long size) {
            this.size = size;
            opened(1);
        }

        @Override
        public int read(ByteBuffer buffer) {
            int count = (int) Math.min(size - position, buffer.remaining());
            buffer.put(new byte[count]);
            position += count;
            if (size == ENDLESS) {
                take();
            }
            return count == 0 ? -1 : count;
        }

        @Override
        public int write(ByteBuffer buffer) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long position() {
            return position;
        }

        @Override
        public SeekableByteChannel position(long there) {
            position = there;
            return this;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public SeekableByteChannel truncate(long length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return isOpen;
        }

        @Override
        public void close() {
            if (isOpen) {
                isOpen = false;
                opened(-1);
            }
        }
    }

    private static boolean isDirectory(Path path) {
        return path.toString().equals("/") || isMany(path);
    }

    private static boolean isMany(Path path) {
        return path.toString().matches("/(many|broken|faulty)");
    }

    private static long size(Path path) throws IOException {
        return switch (path.toString()) {
            case "/endless" -> ENDLESS;
            case "/small" -> SMALL;
            default -> {
                if (!isDirectory(path) && !path.toString().matches("/(many|broken|faulty)/entry\\d+")) {
                    throw new NoSuchFileException(path.toString());
                }
                yield 0;
            }
        };
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return type.cast(new Attributes(isDirectory(path), size(path)));
    }

    @Override
    @SuppressWarnings("unchecked") // the only view that exists
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return type != BasicFileAttributeView.class
                ? null
                : (V) new BasicFileAttributeView() {
                    @Override
                    public String name() {
                        return "basic";
                    }

                    @Override
                    public BasicFileAttributes readAttributes() throws IOException {
                        return EndlessFiles.this.readAttributes(path, BasicFileAttributes.class);
                    }

                    @Override
                    public void setTimes(
                            @Nullable FileTime modified, @Nullable FileTime access, @Nullable FileTime create) {
                        throw new UnsupportedOperationException();
                    }
                };
    }

    /** The attributes of a file. */
    private record Attributes(boolean isDirectory, long size) implements BasicFileAttributes {

        @Override
        public FileTime lastModifiedTime() {
            return FileTime.from(Instant.EPOCH);
        }

        @Override
        public FileTime lastAccessTime() {
            return lastModifiedTime();
        }

        @Override
        public FileTime creationTime() {
            return lastModifiedTime();
        }

        @Override
        public boolean isRegularFile() {
            return !isDirectory;
        }

        @Override
        public boolean isSymbolicLink() {
            return false;
        }

        @Override
        public boolean isOther() {
            return false;
        }

        @Override
        public @Nullable Object fileKey() {
            return null;
        }
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        size(path);
    }

    @Override
    public boolean isSameFile(Path path, Path other) {
        return path.equals(other);
    }

    @Override
    public boolean isHidden(Path path) {
        return false;
    }

    @Override
    public String getScheme() {
        return "endless";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... more) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String wanted, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    /** The file system itself. */
    private final class Files extends FileSystem {

        @Override
        public FileSystemProvider provider() {
            return EndlessFiles.this;
        }

        @Override
        public void close() throws IOException {
            EndlessFiles.this.close();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public String getSeparator() {
            return "/";
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return List.of(home());
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return List.of();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return Set.of("basic");
        }

        @Override
        public Path getPath(String first, String... more) {
            return new Name(names.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String syntaxAndPattern) {
            throw new UnsupportedOperationException();
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            throw new UnsupportedOperationException();
        }

        @Override
        public WatchService newWatchService() {
            throw new UnsupportedOperationException();
        }
    }

    /** A path that wraps a path of jimfs. */
    private final class Name implements Path {

        private final Path inner;

        Name(Path inner) {
            this.inner = inner;
        }

        private @Nullable Path wrap(@Nullable Path path) {
            return path == null ? null : new Name(path);
        }

        private static Path unwrap(Path path) {
            return path instanceof Name name ? name.inner : path;
        }

        @Override
        public FileSystem getFileSystem() {
            return system;
        }

        @Override
        public boolean isAbsolute() {
            return inner.isAbsolute();
        }

        @Override
        public @Nullable Path getRoot() {
            return wrap(inner.getRoot());
        }

        @Override
        public @Nullable Path getFileName() {
            return wrap(inner.getFileName());
        }

        @Override
        public @Nullable Path getParent() {
            return wrap(inner.getParent());
        }

        @Override
        public int getNameCount() {
            return inner.getNameCount();
        }

        @Override
        public Path getName(int index) {
            return new Name(inner.getName(index));
        }

        @Override
        public Path subpath(int from, int to) {
            return new Name(inner.subpath(from, to));
        }

        @Override
        public boolean startsWith(Path other) {
            return inner.startsWith(unwrap(other));
        }

        @Override
        public boolean endsWith(Path other) {
            return inner.endsWith(unwrap(other));
        }

        @Override
        public Path normalize() {
            return new Name(inner.normalize());
        }

        @Override
        public Path resolve(Path other) {
            return new Name(inner.resolve(unwrap(other)));
        }

        @Override
        public Path relativize(Path other) {
            return new Name(inner.relativize(unwrap(other)));
        }

        @Override
        public URI toUri() {
            return URI.create("endless:" + inner);
        }

        @Override
        public Path toAbsolutePath() {
            return this;
        }

        @Override
        public Path toRealPath(LinkOption... options) throws IOException {
            size(this);
            return this;
        }

        @Override
        public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int compareTo(Path other) {
            return inner.compareTo(unwrap(other));
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Name name && inner.equals(name.inner);
        }

        @Override
        public int hashCode() {
            return inner.hashCode();
        }

        @Override
        public String toString() {
            return inner.toString();
        }
    }
}
