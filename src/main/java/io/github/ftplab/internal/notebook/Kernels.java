package io.github.ftplab.internal.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Finds the kernel that this code runs in, if any. A class that refers to a kernel's types is loaded only in that
 * kernel.
 */
public final class Kernels {

    private static final String PACKAGE = "io.github.ftplab.internal.notebook.";

    /** For each kernel, one of its classes and our adapter. */
    private static final Map<String, String> ADAPTERS = Map.of(
            "org.dflib.jjava.jupyter.kernel.BaseKernel", PACKAGE + "jjava.JJavaAdapter",
            "io.github.spencerpark.ijava.IJava", PACKAGE + "ijava.IJavaAdapter",
            "org.rapaio.jupyter.kernel.display.DisplaySystem", PACKAGE + "rapaio.RapaioAdapter");

    private static final AtomicBoolean REGISTERED = new AtomicBoolean();
    private static volatile Optional<KernelAdapter> adapter = Optional.empty();

    private Kernels() {}

    /**
     * Registers the renderers with the kernel, on the first call. Does nothing outside a kernel. Never throws.
     *
     * <p>Has to be called by code of the cells' class loader, as a kernel may load the same jar several times.
     */
    public static void teach() {
        if (!REGISTERED.compareAndSet(false, true)) {
            return;
        }
        try {
            for (var found : ADAPTERS.entrySet()) {
                if (isPresent(found.getKey())) {
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
            // An unknown version of the kernel: it shows values as text.
            REGISTERED.set(false);
        }
    }

    /** {@return the adapter for this kernel; empty outside a kernel} */
    static Optional<KernelAdapter> adapter() {
        return adapter;
    }

    private static boolean isPresent(String type) {
        try {
            Class.forName(type, false, Kernels.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    /** {@return the result of a static method of a class that exists only in a kernel} */
    public static Object call(String type, String method, Class<?>[] types, Object... values)
            throws ReflectiveOperationException {
        try {
            return Class.forName(type).getMethod(method, types).invoke(null, values);
        } catch (InvocationTargetException e) {
            throw new ReflectiveOperationException(e.getCause());
        }
    }
}
