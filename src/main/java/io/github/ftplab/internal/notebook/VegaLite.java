package io.github.ftplab.internal.notebook;

import io.github.ftplab.Plot;
import io.github.ftplab.internal.protocol.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Renders transfer rates as a Vega-Lite 5 chart, which JupyterLab shows without an extension. */
final class VegaLite {

    private VegaLite() {}

    static Map<String, Object> of(Plot plot) {
        var values = plot.lines().stream()
                .flatMap(line -> line.points().stream()
                        .map(point -> Map.of(
                                "file",
                                Text.visible(line.name()),
                                "seconds",
                                point.at().toNanos() / 1e9,
                                "speed",
                                point.bytesPerSecond() / 1e6)))
                .toList();
        var encoding = new TreeMap<String, Object>(Map.of(
                "x", axis("seconds", "seconds"),
                "y", axis("speed", "MB/s"),
                "tooltip", List.of(field("file", "file"), field("seconds", "seconds"), field("speed", "MB/s"))));
        if (plot.lines().size() > 1) {
            encoding.put(
                    "color",
                    Map.of("field", "file", "type", "nominal", "title", "file", "legend", Map.of("orient", "bottom")));
        }
        return new TreeMap<>(Map.of(
                "$schema",
                "https://vega.github.io/schema/vega-lite/v5.json",
                "description",
                "Speed of transfers over time: "
                        + Text.visible(String.join("; ", plot.toString().lines().toList())),
                "width",
                480,
                "height",
                200,
                "background",
                "transparent",
                "data",
                Map.of("values", values),
                "mark",
                Map.of("type", "line", "point", values.size() < 50, "interpolate", "monotone"),
                "encoding",
                encoding));
    }

    /** {@return an axis} Its grid is faint: JupyterLab's default is as bright as the lines in the dark theme. */
    private static Map<String, Object> axis(String field, String title) {
        var axis = new TreeMap<>(field(field, title));
        axis.put("axis", Map.of("gridOpacity", 0.3));
        return axis;
    }

    private static Map<String, Object> field(String field, String title) {
        return Map.of("field", field, "type", field.equals("file") ? "nominal" : "quantitative", "title", title);
    }
}
