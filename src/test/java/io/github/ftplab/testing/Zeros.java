package io.github.ftplab.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Large files that cost nothing to make. */
public final class Zeros {

    private Zeros() {}

    /** Makes a file of zeros, of which the file system need store none. */
    public static Path file(Path path, long size) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
        return path;
    }
}
