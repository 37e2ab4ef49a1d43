package io.github.ftplab.internal.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The kernel that this code runs on, if it runs on one. A class that names a kernel's types is loaded only if that
 * kernel is there.
 */
public final class Kernels {

    private static final String HERE = "io.github.ftplab.internal.notebook.";

    /** A class of each kernel, and the adapter for it. */
    private static final Map<String, String> ADAPTERS = Map.of(
            "org.dflib.jjava.jupyter.kernel.BaseKernel", HERE + "jjava.JJavaAdapter",
            "io.github.spencerpark.ijava.IJava", HERE + "ijava.IJavaAdapter",
            "org.rapaio.jupyter.kernel.display.DisplaySystem", HERE + "rapaio.RapaioAdapter");

    private static final AtomicBoolean TAUGHT = new AtomicBoolean();
    private static volatile Optional<KernelAdapter> adapter = Optional.empty();

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
            for (var found : ADAPTERS.entrySet()) {
                if (isThere(found.getKey())) {
                    var loaded = Class.forName(found.getValue())
                            .asSubclass(KernelAdapter.class)
                            .getConstructor()
                            .newInstance();
                    loaded.register();
                    adapter = Optional.of(loaded);
                    return;
                }
            }
        } catch (Exception | LinkageError e) {
            // Another version of the kernel than we know: values are shown as text then.
            TAUGHT.set(false);
        }
    }

    /** {@return the adapter of the kernel; empty where there is none} */
    static Optional<KernelAdapter> adapter() {
        return adapter;
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
