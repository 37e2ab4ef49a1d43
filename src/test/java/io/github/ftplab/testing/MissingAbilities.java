package io.github.ftplab.testing;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * Skips tests that prepare what this system does not have: modes of files, as on Windows, or symbolic links, which need a
 * right there. JUnit finds it as a service, so that it holds for all tests.
 */
public final class MissingAbilities implements TestExecutionExceptionHandler, LifecycleMethodExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        skipOrThrow(thrown);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        skipOrThrow(thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        skipOrThrow(thrown);
    }

    private static void skipOrThrow(Throwable thrown) throws Throwable {
        var reason = reason(thrown, Programs.WINDOWS);
        throw reason.isPresent() ? Programs.missing(reason.get()) : thrown;
    }

    /** {@return what is missing, if the test's own call failed for that; what the library throws is never skipped} */
    static Optional<String> reason(Throwable thrown, boolean windows) {
        var asked = asked(thrown);
        if (thrown instanceof UnsupportedOperationException && asked.isPresent()) {
            return Optional.of("this file system has no modes: Files." + asked.get());
        }
        // A subclass says that something else was wrong.
        if (windows
                && thrown.getClass() == FileSystemException.class
                && asked.equals(Optional.of("createSymbolicLink"))) {
            return Optional.of("no right to make symbolic links here");
        }
        return Optional.empty();
    }

    /** {@return the method of {@link Files} that a test class has called directly and that failed} */
    private static Optional<String> asked(Throwable thrown) {
        var frames = Arrays.asList(thrown.getStackTrace());
        var ours = frames.stream()
                .filter(frame ->
                        !frame.getClassName().matches("(java|sun|jdk)\\..*|com\\.google\\.common\\.jimfs\\..*"))
                .findFirst();
        if (ours.isEmpty() || !isOfTheTests(ours.get().getClassName())) {
            return Optional.empty();
        }
        int index = frames.indexOf(ours.get());
        return Optional.of(index)
                .filter(found -> found > 0)
                .map(found -> frames.get(found - 1))
                .filter(frame -> frame.getClassName().equals(Files.class.getName()))
                .map(StackTraceElement::getMethodName);
    }

    private static boolean isOfTheTests(String name) {
        try {
            var loader = MissingAbilities.class.getClassLoader();
            var source =
                    Class.forName(name, false, loader).getProtectionDomain().getCodeSource();
            var tests = MissingAbilities.class.getProtectionDomain().getCodeSource();
            return source != null && source.getLocation().equals(tests.getLocation());
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
