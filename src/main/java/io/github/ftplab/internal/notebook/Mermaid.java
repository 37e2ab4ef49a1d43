package io.github.ftplab.internal.notebook;

import io.github.ftplab.Diagram;
import io.github.ftplab.Diagram.Kind;
import io.github.ftplab.Diagram.Protection;
import io.github.ftplab.Diagram.Step;
import io.github.ftplab.internal.protocol.Text;
import java.util.HashMap;
import java.util.Locale;

/** Renders a session as a Mermaid sequence diagram, which JupyterLab shows without an extension. */
final class Mermaid {

    /** Mermaid accepts at most 50,000 characters; more steps would not be readable anyway. */
    private static final int MOST_STEPS = 120;

    private static final int LONGEST = 80;

    private Mermaid() {}

    static String of(Diagram diagram) {
        int from = Math.max(0, diagram.steps().size() - MOST_STEPS);
        var text = new StringBuilder("""
                sequenceDiagram
                box Control connection
                participant C as client
                participant S as server
                end
                box Data connections
                participant D as client's side
                participant E as server's side
                end
                """);
        if (from > 0 || diagram.omitted() > 0) {
            text.append("Note over C,S: the beginning is left out\n");
        }
        var controls = new HashMap<Long, Protection>();
        boolean several =
                diagram.steps().stream().mapToLong(Step::session).distinct().count() > 1;
        for (var step : diagram.steps().subList(from, diagram.steps().size())) {
            if (step.kind() == Kind.INJECTED) {
                text.append("Note over C,S: injected, ")
                        .append(label(step.text()))
                        .append('\n');
                continue;
            }
            var before = controls.getOrDefault(step.session(), Protection.CLEAR);
            if (step.kind().isControl() && step.protection() != before) {
                controls.put(step.session(), step.protection());
                text.append("Note over C,S: ")
                        .append(several ? "session " + step.session() + " " : "")
                        .append(before == Protection.CLEAR ? "from here on through TLS" : "from here on in the clear")
                        .append('\n');
            }
            text.append(arrow(step.kind()))
                    .append(": ")
                    .append(step.kind().isControl() || step.protection() == Protection.CLEAR ? "" : "TLS, ")
                    .append(label(step.text()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String arrow(Kind kind) {
        return switch (kind) {
            case COMMAND -> "C->>S";
            case REPLY -> "S-->>C";
            case OPEN_PASSIVE -> "D->>E";
            case OPEN_ACTIVE -> "E->>D";
            case DOWNLOAD -> "E-)D";
            case UPLOAD -> "D-)E";
            case INJECTED -> throw new IllegalArgumentException("a note has no arrow");
        };
    }

    /** {@return the text, with Mermaid's special characters as numeric entities} */
    private static String label(String text) {
        var label = new StringBuilder();
        var shown = Text.visible(text);
        var clipped = shown.length() > LONGEST ? shown.substring(0, LONGEST) + "…" : shown;
        clipped.codePoints().forEach(c -> {
            if (Character.isLetterOrDigit(c) || " .,/_-*()".indexOf(c) >= 0) {
                label.appendCodePoint(c);
            } else {
                label.append(String.format(Locale.ROOT, "#%d;", c));
            }
        });
        return label.toString();
    }
}
