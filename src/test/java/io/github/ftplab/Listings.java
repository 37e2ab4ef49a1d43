package io.github.ftplab;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Listings that no server wrote, for tests in other packages. */
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
        return entry(name, RemoteFile.Type.FILE, size, Optional.empty());
    }

    public static RemoteFile directory(String name) {
        return entry(name, RemoteFile.Type.DIRECTORY, 4096, Optional.empty());
    }

    public static RemoteFile link(String name, String target) {
        return entry(name, RemoteFile.Type.LINK, 5, Optional.of(target));
    }

    private static RemoteFile entry(String name, RemoteFile.Type type, long size, Optional<String> target) {
        return new RemoteFile(
                name,
                name,
                type,
                OptionalLong.of(size),
                Optional.of(TIME),
                Optional.of("rw-r--r--"),
                Optional.of("test"),
                Optional.of("test"),
                target,
                Map.of());
    }
}
