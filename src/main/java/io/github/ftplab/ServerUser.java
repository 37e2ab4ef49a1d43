package io.github.ftplab;

import java.nio.file.Path;
import java.util.Set;

/**
 * A user of a {@link FtpServer}, as {@link FtpServer#users()} returns them.
 *
 * <pre>{@code
 * server.addUser("ann", "carrot", home, "elr");
 * server.permissions("ann", "elradfmwM");              // ann elradfmwM ftp-root
 * server.override("ann", "/pub", "elr");
 * server.overrideTree("ann", "/incoming", "elw");
 * server.rates("ann", 1_000_000, 500_000);
 * server.users();
 * server.removeUser("ann");
 * }</pre>
 *
 * @param name the name to log in with
 * @param home the directory that the user sees as {@code /}
 * @param permissions what the user may do
 */
public record ServerUser(String name, Path home, Set<Permission> permissions) {

    /** {@return one line: {@code test elradfmwM ftp-root}} */
    @Override
    public String toString() {
        return "%s %s %s".formatted(name, Permission.format(permissions), home);
    }
}
