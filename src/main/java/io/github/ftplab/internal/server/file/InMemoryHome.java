package io.github.ftplab.internal.server.file;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Path;

/** Folders that are on no disk. */
public final class InMemoryHome {

    private static final String FOLDER = "/in-memory";

    private InMemoryHome() {}

    /** {@return an empty folder in a file system of its own, which is gone when nobody has the folder any more} */
    public static Path folder() {
        var unix = Configuration.unix().toBuilder()
                .setAttributeViews("unix")
                .setWorkingDirectory(FOLDER)
                // Who uploads too much gets an error, and the notebook keeps half of its memory.
                .setMaxSize(Runtime.getRuntime().maxMemory() / 2)
                .setMaxCacheSize(0)
                .build();
        return Jimfs.newFileSystem(unix).getPath(FOLDER);
    }
}
