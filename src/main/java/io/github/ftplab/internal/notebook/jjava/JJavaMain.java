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
 * Main class of the kernel that this project installs, named in {@code kernel.json} instead of JJava's own.
 *
 * <p>JJava listens after all its imports are done. This class opens the connection and answers {@code
 * kernel_info_request} in parallel with the imports; other requests wait for them. With an unknown version of JJava it
 * falls back to JJava's own main class.
 */
final class JJavaMain {

    private static final String JJAVA = "org.dflib.jjava.distro.JJava";

    /** Whether this class has started the kernel; the startup script then has the imports. */
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
        // One line per log record on the terminal, as JJava's own main class sets it.
        System.setProperty("java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
        var built = new CompletableFuture<JJavaBuilder.Built>();
        var started = new CompletableFuture<Void>();
        var connection = connect(Path.of(arguments[0]), built, started);
        JJavaBuilder.Built kernel;
        try {
            kernel = JJavaBuilder.build();
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            built.completeExceptionally(e);
            System.err.println("FtpLab does not support this version of JJava, which starts without help links: " + e);
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
            // A thread of JJava that runs cells would keep the JVM alive until Jupyter loses patience and sends a
            // signal.
            System.exit(0);
        } catch (CompletionException | InvocationTargetException e) {
            fail(e.getCause());
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            fail(e);
        }
    }

    /** Starts JJava with its own main class. */
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
                                var ports = JJavaPorts.hold(properties, JJavaPorts.PATIENCE);
                                var connection = new JJavaConnection(properties, started);
                                var built = kernel.join();
                                Thread.currentThread().setContextClassLoader(built.loader());
                                ports.close();
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

    /** Exits as JJava does after an exception during startup. */
    private static void fail(@Nullable Throwable e) {
        requireNonNull(e).printStackTrace();
        System.exit(1);
    }
}
