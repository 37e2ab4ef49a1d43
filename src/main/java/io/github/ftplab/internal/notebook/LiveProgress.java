package io.github.ftplab.internal.notebook;

import io.github.ftplab.TransferProgress;
import io.github.ftplab.TransferProgress.Phase;
import io.github.ftplab.internal.client.settings.ProgressListener;
import io.github.ftplab.internal.protocol.ReplDetection;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows transfers that take a while as a bar that fills, in the output of the cell that runs, or in the terminal that
 * {@code ftplab jshell} has. Nothing is shown for a transfer that no cell waits for, as nobody can tell where that
 * would land. The client tells of progress a few times a second, and never for two transfers at the same time.
 */
public final class LiveProgress implements ProgressListener {

    private static final Duration SHORT = Duration.ofMillis(400);

    private static final ThreadLocal<Optional<Bar>> BARS = new ThreadLocal<>();

    /** Made by the client when the first session is opened, so that IJava, which knows no extensions, is taught too. */
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
            // A transfer that is over has nothing to wait for any more.
            bar = progress.phase() == Phase.RUNNING && ReplDetection.isRunning() ? Bar.here() : Optional.empty();
            BARS.set(bar);
        }
        bar.ifPresent(shown -> shown.show(progress));
        if (progress.phase() != Phase.RUNNING) {
            BARS.remove();
        }
    }

    /** One bar; if it cannot be shown, the transfer goes on without it. */
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
                System.out.print("\r" + ProgressRenderer.line(progress)
                        + (progress.phase() == Phase.RUNNING ? "" : System.lineSeparator()));
                System.out.flush();
                return;
            }
            // An interrupted thread would close the kernel's own channel.
            boolean interrupted = Thread.interrupted();
            try {
                if (shown.isEmpty()) {
                    shown = Optional.of(adapter.get().show(progress));
                } else {
                    shown.get().update(progress);
                }
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                // Another version of the kernel than we know: no bar, and no second attempt.
                shown = Optional.of(newer -> {});
            } finally {
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
