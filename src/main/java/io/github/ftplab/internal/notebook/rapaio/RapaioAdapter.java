package io.github.ftplab.internal.notebook.rapaio;

import io.github.ftplab.internal.notebook.DisplayHandle;
import io.github.ftplab.internal.notebook.KernelAdapter;
import io.github.ftplab.internal.notebook.Renderers;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rapaio.jupyter.kernel.display.DisplayData;
import org.rapaio.jupyter.kernel.display.DisplayRenderer;
import org.rapaio.jupyter.kernel.display.DisplaySystem;
import org.rapaio.jupyter.kernel.display.DisplayTransformer;
import org.rapaio.jupyter.kernel.display.sequence.DefaultCollectionDisplayRenderer;
import org.rapaio.jupyter.kernel.display.spi.DisplayProvider;
import org.rapaio.jupyter.kernel.global.Global;

/** The adapter for rapaio's kernel, which finds this class by its service file. */
public final class RapaioAdapter implements DisplayProvider, KernelAdapter {

    @Override
    public List<DisplayRenderer> getDisplayRenderers() {
        return Renderers.types().stream()
                .map(type -> (DisplayRenderer) new OfType(type))
                .toList();
    }

    @Override
    public List<DisplayTransformer> getDisplayTransformers() {
        return List.of();
    }

    @Override
    public void register() {
        DisplaySystem.inst().refreshSpiDisplayHandlers();
    }

    @Override
    public DisplayHandle show(Object value) {
        var id = Global.display(value);
        return newer -> Global.updateDisplay(id, newer);
    }

    private record OfType(Class<?> rendererClass) implements DisplayRenderer {

        @Override
        public boolean canRender(@Nullable String mime) {
            return mime == null || mime.equals("html") || mime.equals(Renderers.HTML);
        }

        @Override
        public DisplayData render(@Nullable String mime, Object value) {
            var rendered = Renderers.of(value);
            if (value instanceof List<?> list && rendered.size() == 1) {
                return new DefaultCollectionDisplayRenderer().render(mime, list);
            }
            var data = DisplayData.fromText("");
            rendered.forEach(data::putData);
            return data;
        }
    }
}
