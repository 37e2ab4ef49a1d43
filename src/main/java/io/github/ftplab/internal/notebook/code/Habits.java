package io.github.ftplab.internal.notebook.code;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What people type from habit: names of other FTP libraries and of Python, its syntax, and what to write here. */
final class Habits {

    /** javac's "cannot find symbol"; after the kind and the name come a method's types. */
    private static final Pattern UNKNOWN =
            Pattern.compile("symbol:\\s+(?:method|class|variable) (?<name>\\w+)", Pattern.MULTILINE);

    private static final Map<String, String> HERE = new LinkedHashMap<>();

    static {
        // Python's ftplib
        here("ftp.cd(\"pub\")", "cwd", "changeWorkingDirectory", "chdir");
        here("ftp.download(\"a.txt\")", "retrbinary", "retrieveFile", "get", "getfile", "mget");
        here("ftp.readText(\"a.txt\")", "retrlines", "cat");
        here("ftp.upload(\"a.txt\")", "storbinary", "storeFile", "put", "mput", "storeUniqueFile");
        here("ftp.writeText(\"a.txt\", \"text\")", "storlines");
        here("ftp.command(\"NOOP\")", "sendcmd", "voidcmd", "sendCommand", "site", "doCommand", "sendSiteCommand");
        here("ftp.list()", "mlsd", "mlistDir", "listFiles", "ls", "listdir", "scandir");
        here("ftp.nlst()", "listNames");
        here("ftp.mkdir(\"pub\")", "mkd", "makeDirectory");
        here("ftp.rmdir(\"pub\")", "rmd", "removeDirectory");
        here("ftp.delete(\"a.txt\")", "deleteFile", "dele", "rm", "remove", "unlink");
        here("ftp.read(\"a.txt\")", "retrieveFileStream");
        here("ftp.write(\"a.txt\")", "storeFileStream", "transfercmd", "ntransfercmd");
        here("ftp.welcome()", "getwelcome");
        here("ftp.pwd()", "printWorkingDirectory", "getcwd");
        here("ftp.quit()", "logout", "disconnect");
        here("ftp.transcript()", "set_debuglevel", "addProtocolCommandListener");
        here("ftp.modified(\"a.txt\")", "mdtm", "getModificationTime");
        here("FtpClient.builder().active()", "set_pasv", "enterLocalActiveMode");
        here("FtpClient.connect(host, port), which is in passive mode", "enterLocalPassiveMode");
        here("FtpClient.builder().tls()", "prot_p", "auth", "FTP_TLS", "FTPSClient");
        here("FtpClient.connect(host, port)", "FTP", "FTPClient", "ftplib");
        // pyftpdlib and Apache FtpServer
        here(
                "FtpServer.builder().user(\"name\", \"password\", \"directory\", \"elradfmwMT\").start()",
                "DummyAuthorizer",
                "add_user",
                "FTPHandler",
                "FTPServer",
                "ThreadedFTPServer",
                "FtpServerFactory");
        here("FtpServer.builder().anonymous(\"directory\").start()", "add_anonymous");
        here("FtpServer.builder().start(), which serves in the background", "serve_forever");
        here("server.stop()", "close_all");
        // Python
        here("System.out.println(…)", "print", "println");
        here("null", "None");
        here("true", "True");
        here("false", "False");
    }

    /**
     * What is typed elsewhere. The compiler's message has each wrong line after a bar.
     *
     * @param message a pattern for a part of the message; its first group, if it has one, is what the hint is about
     * @param hint what to write here
     */
    private record Syntax(Pattern message, String hint) {

        static Syntax of(String message, String hint) {
            return new Syntax(Pattern.compile(message, Pattern.MULTILINE), hint);
        }

        /** {@return a syntax for a whole line that was typed} */
        static Syntax line(String typed, String hint) {
            return of("^\\|\\s+" + typed + "\\s*;?\\s*$", hint);
        }

        Optional<String> hint(String text) {
            var found = message.matcher(text);
            return found.find()
                    ? Optional.of(found.groupCount() == 0 ? hint : hint.replace("NAME", found.group(1)))
                    : Optional.empty();
        }
    }

    private static final List<Syntax> ELSEWHERE = List.of(
            Syntax.line(
                    "(?:!|pip3? |conda |cd |ls |cat ).*", "a cell has only Java; type shell commands in a terminal"),
            Syntax.of("Undefined (?:line|cell) magic", "this kernel has %time, %load, %classpath, %jars and %maven"),
            Syntax.line("(?:\\?+[\\w.]+|[\\w.]+\\?+|help\\(.*\\))", "for help, press Shift-Tab behind a name"),
            Syntax.line("#.*", "a comment begins with //"),
            Syntax.line("(?:import|from) (?:py)?ftp\\w+.*", "everything is in import io.github.ftplab.*;"),
            Syntax.line(
                    "(?:for|while|if|elif|else|with|try|except|def|class)\\b.*:",
                    "a block is in braces: for (var name : ftp.nlst()) { … }"),
            Syntax.of("^unclosed character literal", "a text is in double quotes: \"hello\""));

    /** What may be meant where no name is from elsewhere. */
    private static final List<Syntax> UNDECLARED = List.of(
            Syntax.of(
                    "^\\|\\s+(\\w+)\\s*=[^=](?:.|\\n)*symbol:\\s+variable \\1$",
                    "NAME is not declared yet; write var NAME = …"),
            Syntax.of(
                    "^\\|.*\\.(\\w+)\\b(?!\\()(?:.|\\n)*symbol:\\s+variable \\1$",
                    "a method is called with parentheses: NAME()"));

    private Habits() {}

    private static void here(String code, String... names) {
        for (var name : names) {
            HERE.put(name, code);
        }
    }

    /** {@return what is written here, by the name elsewhere} */
    static Map<String, String> known() {
        return HERE;
    }

    /** {@return a line about what is from elsewhere in the compiler's message, if anything is} */
    static Optional<String> hint(String message) {
        return first(ELSEWHERE, message)
                .or(() -> UNKNOWN.matcher(message)
                        .results()
                        .map(found -> found.group(1))
                        .filter(HERE::containsKey)
                        .findFirst()
                        .map(name -> name + " is not known here; write " + HERE.get(name)))
                .or(() -> first(UNDECLARED, message));
    }

    private static Optional<String> first(List<Syntax> known, String message) {
        return known.stream().flatMap(syntax -> syntax.hint(message).stream()).findFirst();
    }
}
