package io.github.ftplab.internal.client.transfer;

import io.github.ftplab.FtpException;
import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/** A local file to upload, opened before anything is sent. */
record LocalSource(Path file, SeekableByteChannel channel) implements AutoCloseable {

    static LocalSource of(Path file) {
        if (Files.isDirectory(file)) {
            throw unreadable(file, "it is a directory; uploadDirectory(directory, remote) uploads its contents", null);
        }
        if (Files.notExists(file)) {
            throw unreadable(
                    file,
                    "there is no such file"
                            + (file.isAbsolute()
                                    ? ""
                                    : "; looked for it at "
                                            + file.toAbsolutePath().normalize()),
                    null);
        }
        if (!Files.isRegularFile(file)) {
            throw unreadable(file, "it is not a file with contents", null);
        }
        try {
            return new LocalSource(file, Files.newByteChannel(file));
        } catch (AccessDeniedException e) {
            throw unreadable(file, "no permission to read it; change the file's permissions", e);
        } catch (IOException e) {
            throw unreadable(file, Text.reason(e), e);
        }
    }

    /**
     * The identity of a file: while size and time are unchanged, its content is taken to be unchanged.
     *
     * @param size the size in bytes
     * @param time the modification time
     */
    record State(long size, FileTime time) {}

    State state() {
        try {
            return new State(channel.size(), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            throw unreadable(file, Text.reason(e), e);
        }
    }

    /** {@return the last name of a local path} */
    static String name(Path file) {
        var name = file.getFileName();
        if (name == null || name.toString().isEmpty()) {
            throw new IllegalArgumentException("\"" + file + "\" does not end in a file name");
        }
        return name.toString();
    }

    private static FtpException unreadable(Path file, String why, @Nullable IOException e) {
        return new FtpException.LocalFile("cannot upload " + file + ": " + why + "; nothing was sent", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // it was only opened for reading
        }
    }
}
