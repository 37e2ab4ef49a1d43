package io.github.ftplab.internal.client.listing.parser;

import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.protocol.FtpPath;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The state that the parsers of one listing share.
 *
 * @param directory the path on the server that was listed, or an empty string for the current directory
 * @param dates parses its dates
 * @param files receives each entry
 * @param unread receives each line that may describe an entry and was not understood
 */
record ListingContext(String directory, ListingDates dates, Consumer<RemoteFile> files, Consumer<String> unread) {

    /**
     * Attributes that only some forms have.
     *
     * @param permissions nine letters, or empty
     * @param owner the owner's name, or empty
     * @param group the group's name, or empty
     * @param target the target of a link, or empty
     */
    record More(String permissions, String owner, String group, String target) {

        static final More NONE = new More("", "", "", "");
    }

    /**
     * Passes on an entry unless it is {@code .} or {@code ..}.
     *
     * @param called its name, or a path that ends in it
     * @param size its size in bytes, or less than zero if unknown
     * @return whether an entry can have this name
     */
    boolean add(String called, RemoteFile.Type type, long size, @Nullable Instant time, More more) {
        var whole = type == RemoteFile.Type.DIRECTORY && called.endsWith("/")
                ? called.substring(0, called.length() - 1)
                : called;
        var name = FtpPath.last(whole);
        if (name.isEmpty()) {
            return false;
        }
        if (!FtpPath.isSelfOrParent(name)) {
            files.accept(file(directory, name, type, size, time, more));
        }
        return true;
    }

    /** {@return an entry of a directory} */
    static RemoteFile file(
            String directory, String name, RemoteFile.Type type, long size, @Nullable Instant time, More more) {
        var file = RemoteFile.builder(name)
                .path(FtpPath.in(directory, name))
                .type(type)
                .size(size)
                .permissions(more.permissions)
                .owner(more.owner)
                .group(more.group)
                .target(more.target);
        return (time == null ? file : file.modified(time)).build();
    }
}
