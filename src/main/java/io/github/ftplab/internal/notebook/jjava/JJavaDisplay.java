package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.DisplayHandle;
import io.github.ftplab.internal.notebook.Renderers;
import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.dflib.jjava.jupyter.kernel.DisplayStream;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.dflib.jjava.jupyter.messages.publish.PublishUpdateDisplayData;

/** The looks in JJava. */
public final class JJavaDisplay {

    private JJavaDisplay() {}

    public static void register() {
        register(BaseKernel.notebookKernel().getRenderer());
    }

    public static void register(Renderer renderer) {
        for (var type : Renderers.types()) {
            renderer.createRegistration(type).register(JJavaDisplay::render);
        }
    }

    /** The cell that runs. An interrupted one has ended for the kernel, which then drops updates, before its transfer. */
    public static final class Cell implements DisplayHandle {

        @Override
        public Place show(Object value) throws ReflectiveOperationException {
            var kernel = BaseKernel.notebookKernel();
            var field = DisplayStream.class.getDeclaredField("env");
            field.setAccessible(true);
            var cell = (ShellReplyEnvironment) field.get(kernel.getIO().display);
            var place = BaseNotebookStatics.display(value);
            return newer -> {
                var data = kernel.getRenderer().render(newer);
                // setDisplayId has another return type in each version.
                data.putTransientData("display_id", place);
                cell.publish(new PublishUpdateDisplayData(data));
            };
        }
    }

    private static void render(Object value, RenderContext context) {
        Renderers.of(value).forEach((mime, look) -> context.renderIfRequested(MIMEType.parse(mime), () -> look));
    }
}
