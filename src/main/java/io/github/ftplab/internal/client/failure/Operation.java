package io.github.ftplab.internal.client.failure;

import org.jspecify.annotations.Nullable;

/**
 * What a call set out to do, for its error message.
 *
 * @param what such as {@code download example.txt}; reads well after "cannot"
 * @param path the path on the server that it was about, or null
 */
public record Operation(String what, @Nullable String path) {

    /**
     * An attempt on nothing in particular.
     *
     * @param what reads well after "cannot"
     * @return the attempt
     */
    public static Operation to(String what) {
        return new Operation(what, null);
    }

    /**
     * An attempt on one file or directory.
     *
     * @param what reads well after "cannot" and before the path
     * @param path the path on the server
     * @return the attempt
     */
    public static Operation on(String what, String path) {
        return new Operation(what + " " + path, path);
    }
}
