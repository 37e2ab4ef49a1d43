package io.github.ftplab.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** The looks in IJava, which knows no extensions; IJava itself is in no registry, but what it is built on is. */
final class IJavaLooks {

    private IJavaLooks() {}

    static void register() throws ReflectiveOperationException {
        var kernel =
                (BaseKernel) Kernels.call("io.github.spencerpark.ijava.IJava", "getKernelInstance", new Class<?>[0]);
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        for (var type : Looks.types()) {
            renderer.createRegistration(type).register(IJavaLooks::render);
        }
    }

    /** The cell that runs. */
    static final class Cell implements Screen {

        private static final String DISPLAY = "io.github.spencerpark.ijava.runtime.Display";

        @Override
        public Place show(Object value) throws ReflectiveOperationException {
            var place = (String) Kernels.call(DISPLAY, "display", new Class<?>[] {Object.class}, value);
            return newer ->
                    Kernels.call(DISPLAY, "updateDisplay", new Class<?>[] {String.class, Object.class}, place, newer);
        }
    }

    private static void render(Object value, RenderContext context) {
        Looks.of(value).forEach((mime, look) -> context.renderIfRequested(MIMEType.parse(mime), () -> look));
    }
}
