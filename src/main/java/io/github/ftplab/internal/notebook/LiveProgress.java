package io.github.ftplab.internal.notebook;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.TransferProgress.Phase;
import io.github.ftplab.internal.client.settings.ProgressListener;
import io.github.ftplab.internal.protocol.ReplDetection;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Shows a progress bar for longer transfers, in the output of the running cell or in the terminal of {@code ftplab
 * jshell}. A transfer that no cell waits for has no bar, as it might appear in the output of any cell. The client reports
 * progress a few times a second, and never for two transfers at the same time.
 */
public final class LiveProgress implements ProgressListener {

    private static final Duration SHORT = Duration.ofMillis(400);

    private static final ThreadLocal<Optional<Bar>> BARS = new ThreadLocal<>();

    /** Created by the client's first session. Registers the renderers, as IJava has no extensions that could do it. */
    public LiveProgress() {
        Kernels.teach();
    }

    @Override
    public void accept(TransferProgress progress) {
        if (progress.phase() == Phase.RUNNING && progress.elapsed().compareTo(SHORT) < 0) {
            return;
        }
        var bar = BARS.get();
        if (bar == null) {
            // A transfer that is already complete needs no bar.
            bar = progress.phase() == Phase.RUNNING && ReplDetection.isRunning() ? Bar.here() : Optional.empty();
            BARS.set(bar);
        }
        bar.ifPresent(shown -> shown.show(progress));
        if (progress.phase() != Phase.RUNNING) {
            BARS.remove();
        }
    }

    @Override
    public Consumer<String> noticesHere() {
        return ReplDetection.isRunning() ? line -> System.out.println(line) : line -> {};
    }

    /** A progress bar; if it can't be shown, the transfer continues without it. */
    private static final class Bar {

        private final Optional<KernelAdapter> adapter;
        private Optional<DisplayHandle> shown = Optional.empty();

        private Bar(Optional<KernelAdapter> adapter) {
            this.adapter = adapter;
        }

        static Optional<Bar> here() {
            var adapter = Kernels.adapter();
            return adapter.isPresent() || Boolean.getBoolean("ftplab.terminal")
                    ? Optional.of(new Bar(adapter))
                    : Optional.empty();
        }

        void show(TransferProgress progress) {
            if (adapter.isEmpty()) {
                System.out.print(ProgressRenderer.overwriting(
                                progress,
                                Boolean.getBoolean("ftplab.terminal.ascii"),
                                Boolean.getBoolean("ftplab.terminal.controls"))
                        + (progress.phase() == Phase.RUNNING ? "" : System.lineSeparator()));
                System.out.flush();
                return;
            }
            // An interrupted thread would close the kernel's channel.
            boolean interrupted = Thread.interrupted();
            try {
                if (shown.isEmpty()) {
                    shown = Optional.of(adapter.get().show(progress));
                } else {
                    shown.get().update(progress);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // An unknown version of the kernel: no bar, and no further attempts.
                shown = Optional.of(newer -> {});
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
