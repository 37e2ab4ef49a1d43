package io.github.ftplab.internal.notebook;

import io.github.ftplab.Diagram;
import io.github.ftplab.Diagram.Kind;
import io.github.ftplab.Diagram.Protection;
import io.github.ftplab.Diagram.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * Renders a session as a sequence diagram: a table with the control connection at the left and data connections at the
 * right, in which the style draws the arrows. As HTML it shows wherever a listing does, also in an untrusted notebook.
 */
final class DiagramRenderer {

    private static final int MOST_STEPS = 1_000;

    private static final String ENDS = "<div class=\"to\">client <i></i> server</div>";

    private DiagramRenderer() {}

    static String diagram(Diagram diagram) {
        var steps = diagram.steps();
        int from = Math.max(0, steps.size() - MOST_STEPS);
        var rows = new ArrayList<String>();
        var protections = new HashMap<Long, Protection>();
        for (var step : steps.subList(from, steps.size())) {
            if (step.kind() == Kind.INJECTED) {
                rows.add(Html.row(Html.cell(Html.small("injected: " + step.text())), Html.cell("")));
                continue;
            }
            if (!step.kind().isControl()) {
                rows.add(Html.row(Html.cell(""), data(step)));
                continue;
            }
            var before = protections.put(step.session(), step.protection());
            if (step.protection() != (before == null ? Protection.CLEAR : before)) {
                rows.add(change(step));
            }
            rows.add(Html.row(Html.cell(arrow(step, Html.text(step.text()))), Html.cell("")));
        }
        return Html.newest(
                "talk",
                "Session",
                Html.count(steps.size() - from, "step", "steps", diagram.omitted() + from),
                Html.head(List.of("Control connection" + ENDS, "Data connections" + ENDS)),
                rows);
    }

    /** {@return the ladder, which has a line for each step, with the steps that are shown} */
    static String text(Diagram diagram) {
        var ladder = diagram.toString();
        int more = diagram.steps().size() - MOST_STEPS;
        if (more <= 0) {
            return ladder;
        }
        var lines = ladder.lines().toList();
        return lines.get(0)
                + String.format(Locale.ROOT, "\n  … %d earlier left out\n", diagram.omitted() + more)
                + String.join("\n", lines.subList(lines.size() - MOST_STEPS, lines.size()));
    }

    /** A line where the protection of a control connection changes. */
    private static String change(Step step) {
        var session = step.session() == 0 ? "" : "#" + step.session() + " ";
        var text = step.protection() == Protection.TLS ? "from here on through TLS" : "from here on in the clear";
        return Html.row(Html.cell(Html.small(session + text)), Html.cell(""));
    }

    private static String data(Step step) {
        var text = Html.text(step.text()) + (step.protection() == Protection.TLS ? " " + Html.small("TLS") : "");
        return "<td class=\"data\">" + arrow(step, text) + "</td>";
    }

    /** The text, and an arrow that also reads without the style. */
    private static String arrow(Step step, String text) {
        return step.kind().isToServer()
                ? "<div class=\"to\">" + text + " <i></i>▶</div>"
                : "<div class=\"from\">◀<i></i> " + text + "</div>";
    }
}
