package io.github.ftplab.internal.server.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;

/** Directories that are on no disk. */
public final class InMemoryHome {

    private static final String DIRECTORY = "/in-memory";

    private InMemoryHome() {}

    /**
     * {@return an empty directory in a file system of its own, which is gone when nobody has the directory any more}
     */
    public static Path directory() {
        var unix = Configuration.unix().toBuilder()
                .setAttributeViews("unix")
                .setWorkingDirectory(DIRECTORY)
                // Who uploads too much gets an error, and the notebook keeps half of its memory.
                .setMaxSize(Runtime.getRuntime().maxMemory() / 2)
                .setMaxCacheSize(0)
                .build();
        return Jimfs.newFileSystem(unix).getPath(DIRECTORY);
    }
}
