package io.github.ftplab.internal.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of other FTP libraries, and of Python, that people type from habit, and what to write here. */
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
        here("System.out.println(…)", "print");
        here("null", "None");
        here("true", "True");
        here("false", "False");
    }

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

    /** {@return a line about the first unknown name in the compiler's message, if it is one of these} */
    static Optional<String> hint(String message) {
        return UNKNOWN.matcher(message)
                .results()
                .map(found -> found.group(1))
                .filter(HERE::containsKey)
                .findFirst()
                .map(name -> name + " is not known here; write " + HERE.get(name));
    }
}
