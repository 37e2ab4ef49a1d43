package io.github.ftplab.internal.notebook;

import io.github.ftplab.Plot;
import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Renders transfer speeds over time: a line for each file, above a table with the same as bars. An untrusted notebook
 * removes the drawing, which therefore has no text in it, and keeps the table. Lines differ by their dashes and have the
 * colour of the page's text, so they can be told apart in every theme.
 */
final class PlotRenderer {

    private static final int WIDTH = 480;
    private static final int HEIGHT = 160;
    private static final int MOST_GRID_LINES = 4;
    private static final int MOST_FILES = 100;
    private static final String BARS = "▁▂▃▄▅▆▇█";
    private static final List<String> DASHES = List.of("", "6 4", "2 3", "10 3 2 3", "14 5", "1 6");

    private PlotRenderer() {}

    static String plot(Plot plot) {
        var lines = plot.lines().subList(0, Math.min(plot.lines().size(), MOST_FILES));
        var points = lines.stream().flatMap(line -> line.points().stream());
        double fastest = points.mapToDouble(Plot.Point::bytesPerSecond).max().orElse(0);
        if (fastest <= 0) {
            return Html.page("<p>" + Html.lines(plot.toString()) + "</p>");
        }
        double longest = lines.stream()
                .mapToDouble(line -> line.duration().toNanos())
                .max()
                .orElse(0);
        double step = step(fastest);
        var drawn = new StringBuilder();
        for (double rate = step; rate <= fastest; rate += step) {
            double y = y(rate, fastest);
            drawn.append(line("0," + tenths(y) + " " + WIDTH + "," + tenths(y), "", " opacity=\".25\""));
        }
        var rows = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i);
            var dashes = DASHES.get(i % DASHES.size());
            drawn.append(line(points(line, longest, fastest), dashes, " stroke-width=\"2\""));
            rows.add(row(line, fastest, dashes));
        }
        return Html.page(
                "<p>" + Html.small("up to " + rate(fastest) + ", a line for each " + rate(step)) + "</p>",
                picture(WIDTH, HEIGHT, "plot", drawn.toString()),
                "<p>" + Html.small("over " + Text.duration(Duration.ofNanos((long) longest))) + "</p>",
                Html.table("Speed over time", Html.head(List.of("File", "Over time", "Mean speed", "Time")), rows)
                        + Html.more(plot.lines().size() - lines.size()));
    }

    /** {@return the distance of grid lines: 1, 2 or 5 with zeros, and as small as there may be lines} */
    private static double step(double fastest) {
        double least = fastest / MOST_GRID_LINES;
        double zeros = Math.pow(10, Math.floor(Math.log10(least)));
        return DoubleStream.of(1, 2, 5, 10)
                .map(digit -> digit * zeros)
                .filter(step -> step >= least)
                .findFirst()
                .orElse(least);
    }

    private static String row(Plot.Line line, double fastest, String dashes) {
        var bars = line.points().stream()
                .map(point -> "<span title=\"after %s: %s\">%s</span>"
                        .formatted(
                                Text.duration(point.at()),
                                rate(point.bytesPerSecond()),
                                bar(point.bytesPerSecond() / fastest)))
                .collect(Collectors.joining());
        return Html.row(
                "<th scope=\"row\">" + picture(36, 8, "key", line("0,4 36,4", dashes, " stroke-width=\"2\""))
                        + Html.name(line.name()) + "</th>",
                "<td class=\"bars\">" + bars + "</td>",
                Html.number(Math.round(line.bytesPerSecond()), rate(line.bytesPerSecond())),
                Html.number(line.duration().toNanos(), Text.duration(line.duration())));
    }

    private static String picture(int width, int height, String style, String content) {
        return String.format(
                Locale.ROOT,
                "<svg class=\"%s\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" preserveAspectRatio=\"none\""
                        + " fill=\"none\" stroke=\"currentColor\" aria-hidden=\"true\">%s</svg>",
                style,
                width,
                height,
                width,
                height,
                content);
    }

    /** {@return a line that is as thick whatever the size of the picture} */
    private static String line(String points, String dashes, String look) {
        return "<polyline points=\"" + points + "\" vector-effect=\"non-scaling-stroke\""
                + (dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"") + look + "/>";
    }

    private static String points(Plot.Line line, double longest, double fastest) {
        return line.points().stream()
                .map(point -> tenths(WIDTH * point.at().toNanos() / longest) + ","
                        + tenths(y(point.bytesPerSecond(), fastest)))
                .collect(Collectors.joining(" "));
    }

    private static double y(double rate, double fastest) {
        return (HEIGHT - 2) * (1 - rate / fastest) + 1;
    }

    private static String tenths(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private static char bar(double share) {
        return BARS.charAt((int) Math.round(share * (BARS.length() - 1)));
    }

    private static String rate(double bytesPerSecond) {
        return Text.bytes(Math.round(bytesPerSecond)) + "/s";
    }
}
