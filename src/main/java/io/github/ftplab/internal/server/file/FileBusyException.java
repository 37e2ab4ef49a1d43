package io.github.ftplab.internal.server.file;

import java.nio.file.FileSystemException;

/** Another upload is writing to the file. The reply is 450, as the same command may work later. */
public final class FileBusyException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    FileBusyException(String named) {
        super(named, null, "Another upload to this file is running; try again later");
    }
}
