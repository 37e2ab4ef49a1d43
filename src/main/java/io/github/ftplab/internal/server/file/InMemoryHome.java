package io.github.ftplab.internal.server.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;

/** Home directories in memory. */
public final class InMemoryHome {

    private static final String DIRECTORY = "/in-memory";

    private InMemoryHome() {}

    /**
     * {@return an empty directory in a new in-memory file system, which is garbage collected with the last path in it}
     */
    public static Path directory() {
        var unix = Configuration.unix().toBuilder()
                .setAttributeViews("unix")
                .setWorkingDirectory(DIRECTORY)
                // Too large uploads fail, and half of the heap remains for the program.
                .setMaxSize(Runtime.getRuntime().maxMemory() / 2)
                .setMaxCacheSize(0)
                .build();
        return Jimfs.newFileSystem(unix).getPath(DIRECTORY);
    }
}
