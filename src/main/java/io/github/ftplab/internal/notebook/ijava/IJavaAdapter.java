package io.github.ftplab.internal.notebook.ijava;

import io.github.ftplab.internal.notebook.DisplayHandle;
import io.github.ftplab.internal.notebook.KernelAdapter;
import io.github.ftplab.internal.notebook.Kernels;
import io.github.ftplab.internal.notebook.Renderers;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/**
 * The adapter for IJava, which has no extensions. IJava is in no Maven repository, so its classes are called by
 * reflection; its base library is, and is used directly.
 */
public final class IJavaAdapter implements KernelAdapter {

    private static final String DISPLAY = "io.github.spencerpark.ijava.runtime.Display";

    @Override
    public void register() throws ReflectiveOperationException {
        var kernel =
                (BaseKernel) Kernels.call("io.github.spencerpark.ijava.IJava", "getKernelInstance", new Class<?>[0]);
        register(kernel.getRenderer());
    }

    /** Registers the renderers with a kernel's renderer. */
    public static void register(Renderer renderer) {
        for (var type : Renderers.types()) {
            renderer.createRegistration(type).register(IJavaAdapter::render);
        }
    }

    @Override
    public DisplayHandle show(Object value) throws ReflectiveOperationException {
        var id = (String) Kernels.call(DISPLAY, "display", new Class<?>[] {Object.class}, value);
        return newer -> Kernels.call(DISPLAY, "updateDisplay", new Class<?>[] {String.class, Object.class}, id, newer);
    }

    private static void render(Object value, RenderContext context) {
        Renderers.of(value).forEach((mime, data) -> context.renderIfRequested(MIMEType.parse(mime), () -> data));
    }
}
