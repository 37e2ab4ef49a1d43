package io.github.ftplab.testing;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/** Large files that cost nothing to create. */
public final class Zeros {

    private Zeros() {}

    /** Creates a sparse file of zeros, which takes no space where the file system supports it. */
    public static Path file(Path path, long size) throws IOException {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
        }
        return path;
    }
}
