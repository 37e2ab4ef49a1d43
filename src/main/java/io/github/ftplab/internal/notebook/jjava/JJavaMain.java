package io.github.ftplab.internal.notebook.jjava;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.notebook.Kernels;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.jspecify.annotations.Nullable;

/**
 * Starts JJava in the kernel that this project installs: what {@code kernel.json} names in place of JJava's own class.
 *
 * <p>JJava listens when all its imports are done. Here it listens, and tells what it is, while they are being done, on
 * the second processor; what needs more than that waits for them. In a version whose kernel is
 * built otherwise than that of the one we know, JJava starts as it always does.
 */
final class JJavaMain {

    private static final String JJAVA = "org.dflib.jjava.distro.JJava";

    /** The imports are part of the kernel's startup script then. */
    private static volatile boolean running;

    private JJavaMain() {}

    static boolean isRunning() {
        return running;
    }

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0 || !Files.isRegularFile(Path.of(arguments[0]))) {
            startPlain(arguments);
            return;
        }
        // What it logs, which is for the terminal, is one line each, as JJava has it.
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
        var built = new CompletableFuture<JJavaBuilder.Built>();
        var started = new CompletableFuture<Void>();
        var connection = connect(Path.of(arguments[0]), built, started);
        JJavaBuilder.Built kernel;
        try {
            kernel = JJavaBuilder.build();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            built.completeExceptionally(e);
            System.err.println("FtpLab does not know this JJava, which starts by itself, without help links: " + e);
            startPlain(arguments);
            return;
        }
        running = true;
        built.complete(kernel);
        try {
            kernel.start();
            var open = connection.join();
            started.complete(null);
            open.waitUntilClose();
        } catch (CompletionException | InvocationTargetException e) {
            end(e.getCause());
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            end(e);
        }
    }

    /** As JJava's own main class does it. */
    private static void startPlain(String[] arguments) throws ReflectiveOperationException {
        Kernels.call(JJAVA, "main", new Class<?>[] {String[].class}, (Object) arguments);
    }

    private static CompletableFuture<JJavaConnection> connect(
            Path file, CompletableFuture<JJavaBuilder.Built> kernel, CompletableFuture<Void> started) {
        var connected = new CompletableFuture<JJavaConnection>();
        new Thread(
                        () -> {
                            try {
                                var properties = KernelConnectionProperties.parse(Files.readString(file));
                                var connection = new JJavaConnection(properties, started);
                                var built = kernel.join();
                                Thread.currentThread().setContextClassLoader(built.loader());
                                connection.open(built.kernel());
                                connected.complete(connection);
                            } catch (Throwable e) {
                                connected.completeExceptionally(e);
                            }
                        },
                        "ftplab-connection")
                .start();
        return connected;
    }

    /** The same end that an exception in JJava's start has. */
    private static void end(@Nullable Throwable e) {
        requireNonNull(e).printStackTrace();
        System.exit(1);
    }
}
