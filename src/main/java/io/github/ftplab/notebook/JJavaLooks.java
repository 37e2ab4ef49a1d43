package io.github.ftplab.notebook;

import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.BaseNotebookStatics;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** The looks in JJava. */
final class JJavaLooks {

    private JJavaLooks() {}

    static void register() {
        register(BaseKernel.notebookKernel().getRenderer());
    }

    static void register(Renderer renderer) {
        for (var type : Looks.types()) {
            renderer.createRegistration(type).register(JJavaLooks::render);
        }
    }

    /** The cell that runs. */
    static final class Cell implements Screen {

        @Override
        public String show(Object value) {
            return BaseNotebookStatics.display(value);
        }

        @Override
        public void update(String place, Object value) {
            BaseNotebookStatics.updateDisplay(place, value);
        }
    }

    private static void render(Object value, RenderContext context) {
        Looks.of(value).forEach((mime, look) -> context.renderIfRequested(MIMEType.parse(mime), () -> look));
    }
}
