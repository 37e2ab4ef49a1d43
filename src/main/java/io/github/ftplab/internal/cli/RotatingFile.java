package io.github.ftplab.internal.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A log file that is appended to and, when it is full, renamed and begun anew: {@code ftp.log} becomes {@code
 * ftp.log.1}, that becomes {@code ftp.log.2}, and so on; the oldest is deleted. Only regular files are renamed.
 *
 * <p>One write is never split over two files.
 */
final class RotatingFile extends OutputStream {

    /** How many full files are kept. */
    static final int KEPT = 5;

    private final Path file;
    private final long limit;
    private final Consumer<String> warnings;
    private OutputStream out;
    private long size;
    private boolean broken;
    private boolean warned;

    /**
     * Opens the file.
     *
     * @param limit the most bytes of one file; 0 for no limit
     * @param warnings receives a line if the file can't be renamed; it then grows further
     */
    RotatingFile(Path file, long limit, Consumer<String> warnings) throws IOException {
        this.file = file;
        this.limit = limit;
        this.warnings = warnings;
        out = open();
        size = Files.size(file);
    }

    private OutputStream open() throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (limit > 0 && size > 0 && size + length > limit) {
            rotate();
        }
        if (broken) {
            reopen();
        }
        out.write(bytes, from, length);
        size += length;
    }

    /** Opens the file again; tried at each line until it can be opened. */
    private void reopen() {
        try {
            out = open();
            broken = false;
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                warnings.accept("the log %s cannot be written now: %s".formatted(file, reason(e, file)));
            }
        }
    }

    private void rotate() throws IOException {
        size = 0; // if it can't be renamed, that is tried again after as many bytes
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        out.close();
        try {
            for (int i = KEPT - 1; i > 0; i--) {
                if (Files.exists(numbered(i))) {
                    Files.move(numbered(i), numbered(i + 1), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Files.move(file, numbered(1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            warnings.accept(
                    "the log %s is full, but cannot be renamed and grows further: %s".formatted(file, reason(e, file)));
        } finally {
            out = OutputStream.nullOutputStream();
            broken = true;
            reopen();
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /** {@return why a file can't be written} */
    static String reason(IOException e, Path file) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "its directory does not exist; looked for " + file.toAbsolutePath();
        }
        return e instanceof AccessDeniedException ? "no permission" : String.valueOf(e.getMessage());
    }
}
