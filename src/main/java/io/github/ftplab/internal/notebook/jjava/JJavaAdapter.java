package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.DisplayHandle;
import io.github.ftplab.internal.notebook.KernelAdapter;
import io.github.ftplab.internal.notebook.Renderers;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/** The adapter for JJava. */
public final class JJavaAdapter implements KernelAdapter {

    @Override
    public void register() {
        register(BaseKernel.notebookKernel().getRenderer());
    }

    /** Registers the renderers with a kernel's renderer. */
    public static void register(Renderer renderer) {
        for (var type : Renderers.types()) {
            renderer.createRegistration(type).register(JJavaAdapter::render);
        }
    }

    /**
     * Publishes updates directly, not through the kernel: after an interrupt the kernel considers the cell finished and
     * drops updates, while the transfer still runs.
     */
    @Override
    public DisplayHandle show(Object value) throws ReflectiveOperationException {
        var kernel = BaseKernel.notebookKernel();
        var field = DisplayStream.class.getDeclaredField("env");
        field.setAccessible(true);
        var cell = (ShellReplyEnvironment) field.get(kernel.getIO().display);
        var id = BaseNotebookStatics.display(value);
        return newer -> {
            var data = kernel.getRenderer().render(newer);
            // setDisplayId's return type differs between versions.
            data.putTransientData("display_id", id);
            cell.publish(new PublishUpdateDisplayData(data));
        };
    }

    private static void render(Object value, RenderContext context) {
        Renderers.of(value).forEach((mime, data) -> context.renderIfRequested(MIMEType.parse(mime), () -> data));
    }
}
