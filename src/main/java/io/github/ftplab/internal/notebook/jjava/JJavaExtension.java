package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.Kernels;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;

/**
 * What JJava finds in the jar: it imports the library, teaches the kernel how values look, and stops the servers when
 * the kernel ends.
 *
 * <p>All of it is said in Java and run as cells are. After {@code %classpath} JJava loads an extension by a loader of
 * its own, and there the library's classes are others than the cells'. What fails is left out: a kernel does not start
 * if an extension throws.
 */
public final class JJavaExtension implements Extension {

    @Override
    public void install(BaseKernel kernel) {
        if (JJavaMain.isRunning()) {
            Kernels.teach(); // the cells' classes are these; and the startup script has the import
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
            System.err.println("FtpLab is not at home in this notebook: " + e);
        }
    }
}
