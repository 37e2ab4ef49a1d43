package io.github.ftplab.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;

/** The looks in IJava, which knows no extensions; IJava itself is in no registry, but what it is built on is. */
final class IJavaLooks {

    private IJavaLooks() {}

    static void register() throws ReflectiveOperationException {
        var kernel = (BaseKernel) Kernels.call("io.github.spencerpark.ijava.IJava", "getKernelInstance");
        register(kernel.getRenderer());
    }

    static void register(Renderer renderer) {
        for (var type : Looks.types()) {
            renderer.createRegistration(type).register(IJavaLooks::render);
        }
    }

    private static void render(Object value, RenderContext context) {
        Looks.of(value).forEach((mime, look) -> context.renderIfRequested(MIMEType.parse(mime), () -> look));
    }
}
