package io.github.ftplab.internal.notebook;

import static java.util.Objects.requireNonNull;

import io.github.ftplab.internal.protocol.Text;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Builds HTML. Everything from the network goes through {@link #text}, which escapes it.
 *
 * <p>Colours are the page's own ({@code currentColor} and JupyterLab's variables), so they follow its theme. In an
 * untrusted notebook Jupyter removes the style, the click handlers and SVG; the table stays readable.
 */
final class Html {

    /** The most rows of a table, as a notebook keeps all that are in it. */
    static final int MOST_ROWS = 1_000;

    /** Click handler that sorts the rows by a column; numerically if its cells have a {@code data-v}. */
    private static final String SORT = script("sort.js");

    /** An input field that filters the rows of its table by text. It suppresses JupyterLab's shortcuts. */
    static final String FILTER = "<input type=\"search\" placeholder=\"filter\" aria-label=\"show only rows with this"
            + " text\" data-lm-suppress-shortcuts=\"true\" oninput=\"" + script("filter.js") + "\">";

    private Html() {}

    static String resource(String name) {
        try (var in = Html.class.getResourceAsStream(name)) {
            return new String(requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String script(String name) {
        return resource(name).replaceAll("\\s+", " ").strip();
    }

    /** {@return a complete output} */
    static String page(String... parts) {
        var html = "<div class=\"ftplab\">" + String.join("\n", parts) + "</div>";
        return Style.of(html) + html;
    }

    /**
     * {@return a complete output: a table that opens at its last row, and above it what stays in sight}
     *
     * @param style the class of the table's surroundings
     * @param name the table's name
     * @param beside HTML beside the name
     */
    static String newest(String style, String name, String beside, String head, List<String> rows) {
        return page(
                "<p><strong>" + name + "</strong> " + beside + "</p>",
                "<div class=\"" + style + " newest\"><div><table aria-label=\"" + name + "\">" + head + body(rows)
                        + "</table></div></div>");
    }

    /** {@return how many rows a table has, and how many earlier ones it doesn't show} */
    static String count(long count, String one, String several, long earlier) {
        return small(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several)
                + (earlier == 0 ? "" : String.format(Locale.ROOT, ", %,d earlier left out", earlier)));
    }

    /** {@return a line that says how many more there are; nothing if there are none} */
    static String more(int count) {
        return count == 0 ? "" : "<p>" + small(String.format(Locale.ROOT, "… and %,d more", count)) + "</p>";
    }

    /** {@return a table} Each row is HTML, made by {@link #row}. */
    static String table(String caption, String head, List<String> rows) {
        return "<table><caption>" + caption + "</caption>" + head + body(rows) + "</table>";
    }

    /** {@return a table of the first values, and a line that says how many more there are} */
    static <T> String firstRows(String caption, String head, List<T> values, Function<T, String> row) {
        return firstRows(MOST_ROWS, caption, head, values, row);
    }

    /** {@return a table of the first values, {@code most} at most, and how many more there are} */
    static <T> String firstRows(int most, String caption, String head, List<T> values, Function<T, String> row) {
        int shown = Math.min(values.size(), most);
        return table(caption, head, values.subList(0, shown).stream().map(row).toList()) + more(values.size() - shown);
    }

    private static String body(List<String> rows) {
        return "<tbody>\n" + String.join("\n", rows) + "</tbody>";
    }

    /** {@return a table's head} */
    static String head(List<String> names) {
        var cells = new StringBuilder();
        names.forEach(name -> cells.append("<th scope=\"col\">").append(name).append("</th>"));
        return "<thead><tr>" + cells + "</tr></thead>";
    }

    /** {@return a table's head whose names are buttons that sort} */
    static String sortableHead(List<String> names) {
        return head(names.stream()
                        .map(name -> "<button type=\"button\" title=\"Sort by " + name.toLowerCase(Locale.ROOT) + "\">"
                                + name + "</button>")
                        .toList())
                .replace("<thead>", "<thead onclick=\"" + SORT + "\">");
    }

    static String row(String... cells) {
        return "<tr>" + String.join("", cells) + "</tr>";
    }

    static String cell(String html) {
        return "<td>" + html + "</td>";
    }

    /** {@return a right-aligned cell, sorted by the number} */
    static String number(long value, String html) {
        return "<td class=\"n\" data-v=\"" + value + "\">" + html + "</td>";
    }

    static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    static String small(String text) {
        return "<small>" + text(text) + "</small>";
    }

    /** {@return a name, isolated so that right-to-left characters don't affect the text around it} */
    static String name(String text) {
        return "<bdi>" + text(text) + "</bdi>";
    }

    /** {@return a text of several lines} */
    static String lines(String text) {
        return String.join("<br>", text.lines().map(Html::text).toList());
    }

    /** {@return any text, escaped for an element or a quoted attribute} */
    static String text(String text) {
        var html = new StringBuilder();
        Text.visible(text).codePoints().forEach(c -> {
            switch (c) {
                case '&' -> html.append("&amp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append("&quot;");
                case '\'' -> html.append("&#39;");
                default -> html.appendCodePoint(c);
            }
        });
        return html.toString();
    }
}
