package io.github.ftplab.internal.client.failure;

import org.jspecify.annotations.Nullable;

/**
 * The operation that a call attempts, for its error message.
 *
 * @param what such as {@code download example.txt}; reads well after "cannot"
 * @param path the path on the server that it concerns, or null
 */
public record Operation(String what, @Nullable String path) {

    /**
     * An operation on no particular path.
     *
     * @param what reads well after "cannot"
     * @return the operation
     */
    public static Operation to(String what) {
        return new Operation(what, null);
    }

    /**
     * An operation on one file or directory.
     *
     * @param what reads well after "cannot" and before the path
     * @param path the path on the server
     * @return the operation
     */
    public static Operation on(String what, String path) {
        return new Operation(what + " " + path, path);
    }
}
