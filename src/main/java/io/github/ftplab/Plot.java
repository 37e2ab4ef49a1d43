package io.github.ftplab;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A plot of transfer speed over time: one line for each file. A notebook draws it; as text it is a row of bars for each
 * file, all to the same scale.
 *
 * <pre>{@code
 * ftp.download("big.iso").plot();
 * Plot.of(List.of(ftp.download("a.iso"), ftp.download("b.iso")));
 * // a.iso ▃▆████▇ 61.2 MB/s for 1.1 s
 * // b.iso ▂▃▃▃▄▃▃ 24 MB/s for 2.8 s
 * }</pre>
 *
 * @param lines a line for each file
 */
public record Plot(List<Line> lines) {

    private static final int MOST_POINTS = 40;
    private static final String BARS = "▁▂▃▄▅▆▇█";

    /**
     * The speed of one file.
     *
     * @param name the file's path on the server; followed by a number if there are several of that name
     * @param bytesPerSecond the mean speed, including opening and closing; 0 if nothing was transferred
     * @param duration how long it took
     * @param points the speed over time, oldest first; empty if nothing was transferred
     */
    public record Line(String name, double bytesPerSecond, Duration duration, List<Point> points) {

        /**
         * Keeps a copy of the points.
         *
         * @param name the file's name
         * @param bytesPerSecond the mean speed
         * @param duration how long it took
         * @param points the speed over time
         */
        public Line {
            points = List.copyOf(points);
        }
    }

    /**
     * The speed at one moment.
     *
     * @param at the time since the beginning
     * @param bytesPerSecond the speed
     */
    public record Point(Duration at, double bytesPerSecond) {}

    /**
     * Keeps a copy of the lines.
     *
     * @param lines a line for each file
     */
    public Plot {
        lines = List.copyOf(lines);
    }

    /**
     * Plots several transfers.
     *
     * @param transfers any number of them
     * @return one plot of them all
     */
    public static Plot of(Collection<Transfer> transfers) {
        var seen = new HashMap<String, Integer>();
        requireNonNull(transfers, "transfers");
        return new Plot(transfers.stream().map(transfer -> line(transfer, seen)).toList());
    }

    private static Line line(Transfer transfer, Map<String, Integer> seen) {
        int count = seen.merge(transfer.remote(), 1, Integer::sum);
        return new Line(
                count == 1 ? transfer.remote() : transfer.remote() + " (" + count + ")",
                transfer.bytesPerSecond(),
                transfer.duration(),
                points(transfer.samples()));
    }

    /** The speed in equal steps of time, as single samples jump about. */
    private static List<Point> points(List<Transfer.Sample> samples) {
        if (samples.size() < 2) {
            return List.of();
        }
        var first = samples.get(0).at();
        double length = samples.get(samples.size() - 1).at().minus(first).toNanos();
        int steps = Math.min(MOST_POINTS, samples.size() - 1);
        var points = new ArrayList<Point>();
        int at = 0;
        double before = samples.get(0).bytes();
        for (int step = 1; step <= steps && length > 0; step++) {
            double end = length * step / steps;
            while (at < samples.size() - 2 && since(first, samples.get(at + 1)) < end) {
                at++;
            }
            double bytes = between(first, samples.get(at), samples.get(at + 1), end);
            points.add(new Point(
                    first.plusNanos(Math.round(end - length / steps / 2)), (bytes - before) * 1e9 / (length / steps)));
            before = bytes;
        }
        return points;
    }

    private static double between(Duration first, Transfer.Sample one, Transfer.Sample next, double moment) {
        double from = since(first, one);
        double length = since(first, next) - from;
        double share = length > 0 ? Math.max(0, Math.min(1, (moment - from) / length)) : 1;
        return one.bytes() + (next.bytes() - one.bytes()) * share;
    }

    private static double since(Duration first, Transfer.Sample sample) {
        return sample.at().minus(first).toNanos();
    }

    /**
     * {@return a row of bars for each file, with the mean speed and the time; the tallest bar is the highest speed of
     * all}
     */
    @Override
    public String toString() {
        double highest = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Point::bytesPerSecond)
                .max()
                .orElse(0);
        int width = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
        var rows = new ArrayList<String>();
        for (var line : lines) {
            var row = new StringBuilder(line.name());
            row.append(" ".repeat(width - line.name().length())).append(' ');
            for (var point : line.points()) {
                double share = highest > 0 ? point.bytesPerSecond() / highest : 0;
                row.append(BARS.charAt((int) Math.round(share * (BARS.length() - 1))));
            }
            row.append(line.points().isEmpty() ? "" : " ")
                    .append(Text.bytes(Math.round(line.bytesPerSecond())))
                    .append("/s for ")
                    .append(Text.duration(line.duration()));
            rows.add(row.toString());
        }
        return rows.isEmpty() ? "nothing was moved" : String.join("\n", rows);
    }
}
