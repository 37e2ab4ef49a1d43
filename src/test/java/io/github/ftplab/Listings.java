package io.github.ftplab;

import java.time.Instant;
import java.util.List;

/** Creates listings for tests in other packages. */
public final class Listings {

    private static final Instant TIME = Instant.parse("2026-03-05T21:18:00Z");

    private Listings() {}

    public static Listing of(RemoteFile... files) {
        return new Listing(List.of(files));
    }

    public static Listing of(List<RemoteFile> files) {
        return new Listing(files);
    }

    public static RemoteFile file(String name, long size) {
        return entry(name, RemoteFile.Type.FILE, size).build();
    }

    public static RemoteFile directory(String name) {
        return entry(name, RemoteFile.Type.DIRECTORY, 4096).build();
    }

    public static RemoteFile link(String name, String target) {
        return entry(name, RemoteFile.Type.LINK, 5).target(target).build();
    }

    private static RemoteFile.Builder entry(String name, RemoteFile.Type type, long size) {
        return RemoteFile.builder(name)
                .type(type)
                .size(size)
                .modified(TIME)
                .permissions("rw-r--r--")
                .owner("test")
                .group("test");
    }
}
