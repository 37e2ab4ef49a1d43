package io.github.ftplab.internal.notebook.jjava;

import io.github.ftplab.internal.notebook.code.CellCode;
import io.github.ftplab.internal.notebook.code.DocComment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/**
 * What Shift-Tab shows: signatures and documentation of the name at the cursor, or of the call around it.
 *
 * <p>JJava asks JShell once, about the whole cell up to the cursor. JShell then finds no method whose parenthesis is
 * not yet typed, and nothing in a cell with an import or a declaration.
 */
final class JJavaInspection {

    private final SourceCodeAnalysis jshell;

    JJavaInspection(SourceCodeAnalysis jshell) {
        this.jshell = jshell;
    }

    /** {@return what to show; empty if JShell knows nothing there} */
    Optional<DisplayData> inspect(String code, int cursor) {
        return questions(code.substring(0, endOfName(code, cursor))).stream()
                .map(question -> jshell.documentation(question, question.length(), true))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .map(JJavaInspection::shown);
    }

    private static int endOfName(String code, int cursor) {
        int end = cursor;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return end;
    }

    /** {@return code for JShell, which looks at its end; the best first} */
    private static Set<String> questions(String code) {
        var cell = CellCode.of(code);
        var questions = new LinkedHashSet<String>();
        for (var part : List.of(cell.withoutImports(), code.substring(cell.lastStatement()))) {
            if (!part.isEmpty() && Character.isJavaIdentifierPart(part.charAt(part.length() - 1))) {
                questions.add(part + "(");
                questions.add(part);
            }
            int call = CellCode.of(part).openParenthesis();
            if (call >= 0) {
                questions.add(part.substring(0, call));
            }
        }
        return questions;
    }

    private static DisplayData shown(List<Documentation> found) {
        var data = new DisplayData(found.stream()
                .map(each -> each.signature()
                        + comment(each).map(doc -> "\n" + doc.text()).orElse(""))
                .collect(Collectors.joining("\n\n")));
        data.putHTML(found.stream()
                .map(each -> "<p><code>" + DocComment.escaped(each.signature()) + "</code></p>"
                        + comment(each).map(DocComment::html).orElse(""))
                .collect(Collectors.joining("<hr>")));
        return data;
    }

    private static Optional<DocComment> comment(Documentation found) {
        return Optional.ofNullable(found.javadoc()).map(DocComment::of);
    }
}
