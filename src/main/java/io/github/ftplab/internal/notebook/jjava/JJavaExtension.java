package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.Kernels;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * The extension that JJava finds in the jar. It imports the library, registers the renderers, and stops the servers when
 * the kernel ends.
 *
 * <p>It does so by Java code that runs like a cell: after {@code %classpath} JJava loads an extension with a separate
 * class loader, whose copy of the library is not the cells'. Failures are printed and not thrown, as the kernel does not
 * start if an extension throws.
 */
public final class JJavaExtension implements Extension {

    @Override
    public void install(BaseKernel kernel) {
        if (JJavaMain.isRunning()) {
            Kernels.teach(); // the class loader is the cells', and the startup script has the import
            return;
        }
        run(kernel, "import io.github.ftplab.*;");
        run(kernel, "io.github.ftplab.internal.notebook.Kernels.teach();");
    }

    @Override
    public void uninstall(BaseKernel kernel) {
        run(kernel, "io.github.ftplab.FtpServer.stopAll();");
    }

    private static void run(BaseKernel kernel, String line) {
        try {
            kernel.evalRaw(line);
        } catch (RuntimeException | LinkageError e) {
            System.err.println("FtpLab cannot be set up in this notebook: " + e);
        }
    }
}
