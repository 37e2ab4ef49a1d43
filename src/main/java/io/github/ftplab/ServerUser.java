package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user of a {@link FtpServer}, as {@link FtpServer#users()} returns them.
 *
 * <pre>{@code
 * server.addUser("ann", "carrot", home, "elr");
 * server.permissions("ann", "elradfmwM");              // ann elradfmwM ftp-root
 * server.override("ann", "/pub", "elr");
 * server.overrideTree("ann", "/incoming", "elw");
 * server.rates("ann", 1_000_000, 500_000);
 * server.quota("ann", 50_000_000);
 * server.users();
 * server.removeUser("ann");
 * }</pre>
 */
public final class ServerUser {

    private final String name;
    private final Path home;
    private final Set<Permission> permissions;
    private final long quota;

    private ServerUser(String name, Path home, Set<Permission> permissions, long quota) {
        this.name = requireNonNull(name, "name");
        this.home = requireNonNull(home, "home");
        this.permissions = Collections.unmodifiableSet(new TreeSet<>(requireNonNull(permissions, "permissions")));
        this.quota = quota;
    }

    /**
     * Creates a user, as the server does for its own users; for tests of code that takes one. {@link
     * FtpServer#addUser(String, String, Path, String)} adds one to a server.
     *
     * <pre>{@code
     * ServerUser.of("ann", home, Permission.parse("elr"));    // ann elr ftp-root
     * }</pre>
     *
     * @param name the name to log in with
     * @param home the directory that the user sees as {@code /}
     * @param permissions what the user may do
     * @return the user; the set is copied
     */
    public static ServerUser of(String name, Path home, Set<Permission> permissions) {
        return new ServerUser(name, home, permissions, 0);
    }

    /**
     * Returns this user with a quota, for {@link FtpServerBuilder#authenticate}.
     *
     * <pre>{@code
     * ServerUser.of("ann", home, Permission.ALL).withQuota(1_000_000);    // ann elradfmwMT ftp-root, quota 1 MB
     * }</pre>
     *
     * @param bytes how many bytes the files of the home may have, see {@link FtpServerBuilder#quota}; 0 for no limit
     * @return the user
     * @throws IllegalArgumentException if it is negative
     */
    public ServerUser withQuota(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("a quota is negative: the least is 0, for no limit");
        }
        return new ServerUser(name, home, permissions, bytes);
    }

    /** {@return the name to log in with} */
    public String name() {
        return name;
    }

    /** {@return the directory that the user sees as {@code /}} */
    public Path home() {
        return home;
    }

    /** {@return what the user may do} */
    public Set<Permission> permissions() {
        return permissions;
    }

    /** {@return how many bytes the files of the home may have; 0 for no limit} */
    public long quota() {
        return quota;
    }

    /** {@return one line: {@code test elradfmwM ftp-root}} */
    @Override
    public String toString() {
        var limit = quota == 0 ? "" : ", quota " + Text.bytes(quota);
        return "%s %s %s%s".formatted(Text.visible(name), Permission.format(permissions), home, limit);
    }

    private List<Object> parts() {
        return List.of(name, home, permissions, quota);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ServerUser that && parts().equals(that.parts());
    }

    @Override
    public int hashCode() {
        return parts().hashCode();
    }
}
