package io.github.ftplab.internal.notebook.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cells as people type them; what JShell makes of a break before an import is asked of JShell itself. */
class CellCodeTest {

    private static final List<String> BREAKS_BEFORE_AN_IMPORT = List.of(
            "// first\nimport java.math.*;",
            "/* first */\nimport java.math.*;",
            "/** first\n * second */\n\nimport java.math.*;",
            "// first\r\n// second\r\nimport java.math.*;",
            "1 + 1;\n// first\nimport java.math.*;",
            "\nimport java.math.*;",
            "import java.util.*; // first\nimport java.math.*;");

    @Test
    void commentOrEmptyLineAboveAnImportResetsNoVariable() {
        for (var cell : BREAKS_BEFORE_AN_IMPORT) {
            assertThat(afterImportingAgain(CellCode.of(cell).withoutBreaksBeforeImports()))
                    .as(cell)
                    .isEqualTo("[1]");
        }
    }

    /** If this fails, JShell is mended, and the breaks can stay. */
    @Test
    void withTheBreakJShellResetsTheVariable() {
        assertThat(BREAKS_BEFORE_AN_IMPORT.stream().map(CellCodeTest::afterImportingAgain))
                .contains("null");
    }

    /** {@return a variable whose type an import brings, after a cell that imports it again} */
    private static String afterImportingAgain(String cell) {
        try (var jshell = JShell.builder().executionEngine("local").build()) {
            run(jshell, "import java.util.*; import java.io.*;");
            run(jshell, "List<Integer> list = new ArrayList<>(List.of(1));");
            run(jshell, cell);
            return run(jshell, "list").get(0).value();
        }
    }

    /** As the kernel does. */
    private static List<SnippetEvent> run(JShell jshell, String code) {
        List<SnippetEvent> last = List.of();
        CompletionInfo info = jshell.sourceCodeAnalysis().analyzeCompletion(code);
        while (info.completeness().isComplete()) {
            last = jshell.eval(info.source());
            info = jshell.sourceCodeAnalysis().analyzeCompletion(info.remaining());
        }
        return last;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "var a = 1; // a comment",
                "// a comment\nvar a = 1;",
                "/* import */ var a = 1;",
                "var text = \"// no comment\"; import java.util.*;",
                "var text = \"\"\"\n// no comment\n\"\"\"; import java.util.*;",
                "var quote = '\"'; // a comment\nvar b = 1;",
                "%mavenRepo mine http://127.0.0.1/maven\nimport java.util.*;",
                "var important = 1; // a comment\nimportant",
                "\"unclosed\n// a comment\nvar a = 1;"
            })
    void otherCodeStaysAsItIs(String cell) {
        assertThat(CellCode.of(cell).withoutBreaksBeforeImports()).isEqualTo(cell);
    }

    @Test
    void everyOtherCharacterKeepsItsPlace() {
        var cell = "1 + 1; /* a\n\tb */ import java.util.*; // c\nimport java.io.*;\n// d\nf();";

        assertThat(CellCode.of(cell).withoutBreaksBeforeImports())
                .hasSameSizeAs(cell)
                .isEqualTo("1 + 1;" + " ".repeat(12) + "import java.util.*;" + " ".repeat(6)
                        + "import java.io.*;\n// d\nf();");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "var text = \"\"\"` | true",
                "`var text = \"\"\"\nabc` | true",
                "`var text = \"\"\"\nabc\\\"\"\"` | true",
                "`var text = \"\"\"\nabc\"\"\"` | false",
                "`/* a comment` | true",
                "`/* a comment */` | false",
                "`\"/*\"` | false",
                "`// \"\"\"` | false",
                "`var text = \"abc` | false",
                "`` | false"
            })
    void textBlocksAndCommentsAreOpenUntilTheirEnd(String cell, boolean open) {
        assertThat(CellCode.of(cell).isOpen()).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`ftp.download(` | `ftp.download(`",
                "`ftp.download(\"a(b` | `ftp.download(`",
                "`ftp.download(name(1), ` | `ftp.download(`",
                "`f(1); g(` | `f(1); g(`",
                "`f(1)` | ``",
                "`f(1; g` | ``"
            })
    void callAroundTheEndIsFound(String cell, String upToItsParenthesis) {
        int end = CellCode.of(cell).openParenthesis();

        assertThat(end < 0 ? "" : cell.substring(0, end)).isEqualTo(upToItsParenthesis);
    }

    @Test
    void lastStatementBeginsAfterTheOthers() {
        var cell = "import a.b; class C { int d; }\nfor (;;) { e(); }\nf.g(\"; }\"";

        assertThat(cell.substring(CellCode.of(cell).lastStatement())).isEqualTo("\nf.g(\"; }\"");
        assertThat(CellCode.of(cell).withoutImports()).isEqualTo(" ".repeat(11) + cell.substring(11));
    }

    @Test
    void longCellsAreReadInOneGo() {
        var lines = "/* a */ int b = \"c\".length(); // d\n".lines().toList();
        var cell = String.join("\n", java.util.Collections.nCopies(20_000, lines.get(0)));

        assertThat(CellCode.of(cell).withoutBreaksBeforeImports()).isEqualTo(cell);
        assertThat(cell.lines().collect(Collectors.counting())).isEqualTo(20_000);
    }
}
