package io.github.ftplab.internal.notebook;

import static io.github.ftplab.internal.notebook.RenderersTest.TIME;
import static io.github.ftplab.internal.notebook.RenderersTest.html;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.ftplab.FtpServer;
import io.github.ftplab.ServerLog;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A server, and its log. */
class ServerRendererTest {

    @Test
    void serverIsACardWithItsUsersAndTheirLetters() {
        try (var server = FtpServer.builder()
                        .port(0)
                        .user("test", "potato", FtpServer.inMemory(), "elr")
                        .start();
                var ftp = server.connect("test", "potato")) {
            assertThat(html(server))
                    .contains("ftp://127.0.0.1:" + server.port() + "/", ">running<")
                    .contains("<caption>Who may do what</caption>", "<caption>Sessions</caption>")
                    .contains("<b title=\"may retrieve files\" aria-label=\"may retrieve files\">r</b>")
                    .contains("<s title=\"may not store files\" aria-label=\"may not store files\">w</s>")
                    .doesNotContain("potato");
            assertThat(html(server.users())).contains("Who may do what");
            assertThat(html(server.sessions())).contains("<bdi>test</bdi>");
            assertThat(html(FtpServer.running())).contains("<caption>Servers</caption>");
            server.stop();
            assertThat(html(server)).contains(">stopped<");
        }
    }

    @Test
    void serverLogHasLevelsAndAFilter() {
        var log = ServerLog.of(List.of(
                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "usual"),
                ServerLog.Entry.of(TIME, ServerLog.Level.INFO, "127.0.0.1:5-[test] MKD /x 550 'lacks the letter m'"),
                ServerLog.Entry.of(TIME, ServerLog.Level.WARNING, "look here")));

        assertThat(html(log))
                .contains(
                        "<tr class=\"INFO usual\">", "<tr class=\"INFO\">", "<tr class=\"WARNING\">", ">look here</td>")
                .contains("<input type=\"checkbox\" class=\"quiet\"> only warnings and refusals (2)")
                .contains("<input type=\"search\"");
        assertThat(html(log.filter(entry -> entry.text().equals("usual")))).doesNotContain("checkbox");
    }
}
