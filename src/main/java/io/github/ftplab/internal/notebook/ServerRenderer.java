package io.github.ftplab.internal.notebook;

import io.github.ftplab.FtpServer;
import io.github.ftplab.Permission;
import io.github.ftplab.ServerEvent;
import io.github.ftplab.ServerLog;
import io.github.ftplab.ServerSession;
import io.github.ftplab.ServerStats;
import io.github.ftplab.ServerUser;
import io.github.ftplab.internal.protocol.Text;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Renders a server, its users, sessions and log. */
final class ServerRenderer {

    /** Each row is a kilobyte: what the user may do, and may not. */
    private static final int MOST_USERS = 500;

    /** The names of a server in a table of servers. */
    private static final int MOST_NAMES = 10;

    /** A refused command in the log, in pyftpdlib's format: {@code MKD /x 550 'why'}. */
    private static final Pattern REFUSAL = Pattern.compile(" [45]\\d\\d '");

    private ServerRenderer() {}

    static String server(FtpServer server) {
        var state = server.isRunning() ? "<span class=\"good\">running</span>" : "<span class=\"bad\">stopped</span>";
        var title = "<p><strong>FtpServer</strong> " + Html.code(server.uri().toString()) + " " + state + "</p>";
        if (!server.isRunning()) {
            return Html.page(title);
        }
        var sessions = server.sessions();
        return Html.page(
                title,
                userTable(server.users()),
                sessions.isEmpty() ? "<p>" + Html.small("nobody is connected") + "</p>" : sessionTable(sessions),
                counts(server.stats()));
    }

    static String servers(List<FtpServer> servers) {
        return Html.page(Html.firstRows(
                "Servers", Html.head(List.of("Address", "Users", "Connected")), servers, ServerRenderer::row));
    }

    private static String row(FtpServer server) {
        int sessions = server.sessions().size();
        return Html.row(
                Html.cell(Html.code(server.uri().toString())),
                Html.cell(Html.text(names(server.users()))),
                Html.number(sessions, String.valueOf(sessions)));
    }

    private static String names(List<ServerUser> users) {
        var names = users.stream().limit(MOST_NAMES).map(ServerUser::name).collect(Collectors.joining(", "));
        int more = users.size() - MOST_NAMES;
        return more <= 0 ? names : names + String.format(Locale.ROOT, " and %,d more", more);
    }

    static String stats(ServerStats stats) {
        return Html.page(counts(stats));
    }

    private static String counts(ServerStats stats) {
        return "<p>"
                + Html.small(String.format(
                        Locale.ROOT,
                        "%,d connections, %,d logins, %,d failed; %,d files in (%s), %,d out (%s)",
                        stats.connections(),
                        stats.logins(),
                        stats.failedLogins(),
                        stats.uploads(),
                        Text.bytes(stats.bytesReceived()),
                        stats.downloads(),
                        Text.bytes(stats.bytesSent())))
                + "</p>";
    }

    /** Events for listeners, oldest first. */
    static String events(List<ServerEvent> events) {
        int from = Math.max(0, events.size() - Html.MOST_ROWS);
        return Html.newest(
                "mono",
                "Events",
                Html.count(events.size() - from, "event", "events", from),
                Html.head(List.of("Time", "Client", "Event", "Details")),
                events.subList(from, events.size()).stream()
                        .map(ServerRenderer::event)
                        .toList());
    }

    private static String event(ServerEvent event) {
        var before =
                event.time() + " " + event.client() + " " + event.getClass().getSimpleName();
        return Html.row(
                Html.cell(FileRenderer.time(event.time())),
                Html.cell(Html.text(event.client().toString())),
                Html.cell(event.getClass().getSimpleName()),
                "<td class=\"long\">"
                        + Html.text(event.toString().substring(before.length()).strip()) + "</td>");
    }

    static String users(List<ServerUser> users) {
        return Html.page(userTable(users));
    }

    /** A table with a column for each permission letter; missing permissions are crossed out. */
    private static String userTable(List<ServerUser> users) {
        var letters = Stream.of(Permission.values())
                .map(permission ->
                        "<abbr title=\"" + Html.text(permission.meaning()) + "\">" + permission.letter() + "</abbr>");
        var names = Stream.of(Stream.of("User"), letters, Stream.of("Home"))
                .flatMap(parts -> parts)
                .toList();
        return Html.firstRows(MOST_USERS, "Who may do what", Html.head(names), users, ServerRenderer::user);
    }

    private static String user(ServerUser user) {
        var letters = Stream.of(Permission.values())
                .map(permission -> letter(permission, user.permissions().contains(permission)));
        return Html.row(Stream.of(
                        Stream.of("<th scope=\"row\">" + Html.name(user.name()) + "</th>"),
                        letters,
                        Stream.of("<td class=\"long\">" + Html.code(user.home().toString()) + "</td>"))
                .flatMap(cells -> cells)
                .toArray(String[]::new));
    }

    private static String letter(Permission permission, boolean allowed) {
        var meaning = (allowed ? "may " : "may not ") + Html.text(permission.meaning());
        var element = allowed ? "b" : "s";
        return Html.cell("<%s title=\"%s\" aria-label=\"%s\">%c</%s>"
                .formatted(element, meaning, meaning, permission.letter(), element));
    }

    static String sessions(List<ServerSession> sessions) {
        return Html.page(sessionTable(sessions));
    }

    private static String sessionTable(List<ServerSession> sessions) {
        return Html.firstRows(
                "Sessions",
                Html.head(List.of("No.", "User", "From", "Since", "Transfer")),
                sessions,
                session -> Html.row(
                        Html.number(
                                session.client().id(),
                                String.valueOf(session.client().id())),
                        Html.cell(Html.name(session.client().user())),
                        Html.cell(Html.code(
                                session.client().address().getAddress().getHostAddress())),
                        Html.cell(FileRenderer.time(session.since())),
                        Html.cell(session.transfer()
                                .map(transfer -> Html.text(transfer.toString()))
                                .orElse(""))));
    }

    /** The last lines, with a text filter and a check box that hides routine lines. */
    static String log(ServerLog log) {
        if (log.entries().isEmpty()) {
            return Html.page("<p>" + Html.small(log.toString()) + "</p>");
        }
        int from = Math.max(0, log.entries().size() - Html.MOST_ROWS);
        var shown = log.entries().subList(from, log.entries().size());
        long serious = shown.stream().filter(ServerRenderer::isSerious).count();
        var box = serious == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        " <label><small><input type=\"checkbox\" class=\"quiet\"> only warnings and refusals (%,d)</small></label>",
                        serious);
        return Html.newest(
                "mono",
                "Server log",
                Html.count(shown.size(), "event", "events", from) + " " + Html.FILTER + box,
                Html.head(List.of("Time", "Level", "Event")),
                shown.stream().map(ServerRenderer::entry).toList());
    }

    /** Lines that were taken from a log. */
    static String entries(List<ServerLog.Entry> entries) {
        return log(ServerLog.of(entries));
    }

    private static boolean isSerious(ServerLog.Entry entry) {
        return entry.level() != ServerLog.Level.INFO
                || REFUSAL.matcher(entry.text()).find();
    }

    private static String entry(ServerLog.Entry entry) {
        var time = entry.toString().substring(3, 22);
        var style = entry.level() + (isSerious(entry) ? "" : " usual");
        return "<tr class=\"" + style + "\">"
                + Html.cell("<time datetime=\"" + entry.time() + "\">" + time + "</time>")
                + Html.cell(entry.level().name().toLowerCase(Locale.ROOT))
                + "<td class=\"long\">" + Html.text(entry.text()) + "</td></tr>";
    }
}
