package io.github.ftplab.internal.notebook;

import io.github.ftplab.internal.notebook.ijava.IJavaDisplay;
import io.github.ftplab.internal.notebook.jjava.JJavaDisplay;
import io.github.ftplab.internal.notebook.rapaio.RapaioDisplay;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kernel that this code runs on, if it runs on one. A class that names a kernel's types is loaded only if that
 * kernel is there.
 */
public final class Kernels {

    private static final AtomicBoolean TAUGHT = new AtomicBoolean();
    private static volatile Optional<DisplayHandle> screen = Optional.empty();

    private Kernels() {}

    /**
     * Teaches the kernel how values look; once, however often it is called. Where there is no kernel it does nothing.
     * Never throws.
     *
     * <p>This has to run where the cells' classes are, as a kernel may have several loaders for the same jar.
     */
    public static void teach() {
        if (!TAUGHT.compareAndSet(false, true)) {
            return;
        }
        try {
            if (isThere("org.dflib.jjava.jupyter.kernel.BaseKernel")) {
                JJavaDisplay.register();
                screen = Optional.of(new JJavaDisplay.Cell());
            } else if (isThere("io.github.spencerpark.ijava.IJava")) {
                IJavaDisplay.register();
                screen = Optional.of(new IJavaDisplay.Cell());
            } else if (isThere("org.rapaio.jupyter.kernel.display.DisplaySystem")) {
                RapaioDisplay.register();
                screen = Optional.of(new RapaioDisplay.Cell());
            }
        } catch (Exception | LinkageError e) {
            // Another version of the kernel than we know: values are shown as text then.
            TAUGHT.set(false);
        }
    }

    /** {@return where a cell's output is shown; empty where there is no kernel} */
    static Optional<DisplayHandle> screen() {
        return screen;
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type, false, Kernels.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** {@return what a static method returns, of a class that is on no class path but a kernel's} */
    public static Object call(String type, String method, Class<?>[] types, Object... values)
            throws ReflectiveOperationException {
        try {
            return Class.forName(type).getMethod(method, types).invoke(null, values);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause());
        }
    }
}
