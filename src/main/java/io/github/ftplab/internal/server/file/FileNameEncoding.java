package io.github.ftplab.internal.server.file;

import java.io.File;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The encoding in which this JVM passes file names to the system. If it lacks a character, names with it can be neither
 * read nor written: the JDK shows a {@code ?} instead, and finds no such file.
 */
public final class FileNameEncoding {

    /** Letters of several scripts, and an emoji. */
    private static final String SAMPLE = "\u00e9\u0142\u0436\u05d0\u0639\u65e5\ud83d\ude42";

    private FileNameEncoding() {}

    /** {@return a warning if file names are limited to few characters here} On Windows they never are. */
    public static Optional<String> warning() {
        return File.separatorChar == '\\' ? Optional.empty() : warning(System.getProperty("sun.jnu.encoding"));
    }

    static Optional<String> warning(@Nullable String encoding) {
        if (encoding == null || canEncode(encoding)) {
            return Optional.empty();
        }
        return Optional.of("file names are limited to the characters of " + encoding
                + ", others are shown as ? and can't be opened: start Java with LC_ALL=C.UTF-8");
    }

    private static boolean canEncode(String encoding) {
        try {
            return Charset.forName(encoding).newEncoder().canEncode(SAMPLE);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException | UnsupportedOperationException e) {
            return false;
        }
    }
}
