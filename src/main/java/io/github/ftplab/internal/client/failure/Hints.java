package io.github.ftplab.internal.client.failure;

import io.github.ftplab.Reply;
import io.github.ftplab.internal.protocol.FtpPath;
import java.util.Optional;

/**
 * Advice for a refused command: what the user can do. It depends on the command and the code, as texts differ between
 * servers. Only texts about a missing permission, or about SIZE in ASCII mode, are read too.
 */
final class Hints {

    /** The beginning of the text in FtpLab's server and pyftpdlib. */
    private static final String MISSING_PERMISSION = "Not enough privileges";

    private Hints() {}

    /** {@return the second half of a sentence, without a full stop} */
    static String of(Operation operation, String verb, Reply reply, Optional<String> user) {
        var path = operation.path();
        return path != null && FtpPath.isUndecoded(path)
                ? "the path has a name that is not in the encoding of this session: take builder().encoding(...), with"
                        + " ISO_8859_1 for many older servers"
                : of(verb, reply, user);
    }

    static String of(String verb, Reply reply, Optional<String> user) {
        if (verb.equals("SIZE") && reply.code() == 550 && reply.text().contains("ASCII")) {
            return "it translates line ends, which changes sizes, although binary mode was requested (TYPE I): call"
                    + " reconnect(), or check its settings";
        }
        return reply.code() == 550 && reply.text().startsWith(MISSING_PERMISSION)
                ? "give " + who(user) + " that permission on the server, or log in as somebody who has it"
                : of(verb, reply.code(), user);
    }

    static String of(String verb, int code, Optional<String> user) {
        if (verb.equals("AUTH")) {
            return "the server does not offer TLS; autoTls() connects without TLS then, and sends the password in the"
                    + " clear";
        }
        return switch (code) {
            case 332, 532 -> "it requires an account as well as a password: login(user, password, account)";
            case 421 -> "it accepts no more sessions at the moment; try again later";
            case 425 -> "it could not open the data connection; a firewall may be in the way, or it requires TLS";
            case 426 -> "the transfer was cut off; try again";
            case 430 -> login();
            case 450 ->
                isListing(verb)
                        ? missingOrForbidden(verb, user)
                        : "the file is in use or unavailable at the moment; try again later";
            case 451 -> "something went wrong on the server; its own log says what";
            case 452, 552 -> "there is no room left on the server, or " + who(user) + " has reached a quota";
            case 500, 502, 504 ->
                verb.equals("HASH")
                        ? "the server has no hashes of files (HASH, XSHA256, XMD5, XCRC …); download the file, and"
                                + " compare it here"
                        : "this server does not know " + verb + " in this form";
            case 501 ->
                verb.equals("MLSD")
                        ? missingOrForbidden(verb, user)
                        : "the server does not allow that name; try one without special characters";
            case 553 ->
                "there is no such directory, or the server does not allow that name; try one without special characters";
            case 503 -> "it expects another command first; log in before anything else";
            case 521 -> "something with that name exists already";
            case 522, 533, 534, 536 -> "it requires TLS on this connection, or TLS of another kind";
            case 530 -> isLogin(verb) ? login() : "log in first: login(user, password) or anonymous()";
            case 550 -> missingOrForbidden(verb, user);
            default -> code < 500 ? "this may be temporary; try again later" : "the server will not do that";
        };
    }

    private static boolean isListing(String verb) {
        return verb.equals("LIST") || verb.equals("NLST") || verb.equals("MLSD");
    }

    private static boolean isLogin(String verb) {
        return verb.equals("USER") || verb.equals("PASS");
    }

    private static String login() {
        return "check user name and password, both are case-sensitive; anonymous() needs neither, where it is"
                + " allowed";
    }

    private static String missingOrForbidden(String verb, Optional<String> user) {
        var who = who(user);
        return switch (verb) {
            case "RETR" -> "there is no such file, it is a directory, or " + who + " may not read it; " + seeListing();
            case "STOR", "STOU", "APPE" ->
                "there is no such directory, or " + who
                        + " may not write in it; give the user permission to on the server";
            case "DELE" ->
                "there is no such file, it is a directory (rmdir), or " + who + " may not delete it; " + seeListing();
            case "RMD" ->
                "there is no such directory, it is not empty, or " + who + " may not delete it; " + seeListing();
            case "MKD" -> "it exists already, its parent directory does not, or " + who + " may not make one there";
            case "CWD", "CDUP" -> "there is no such directory, or " + who + " may not go there; " + seeListing();
            case "RNFR" -> "there is nothing with that name, or " + who + " may not rename it; " + seeListing();
            case "RNTO" -> "the new name exists already, its directory does not, or " + who + " may not write there";
            case "LIST", "NLST", "MLSD", "MLST" -> "there is no such directory, or " + who + " may not list it";
            case "SIZE", "MDTM" ->
                "there is no such file, it is a directory, or " + who + " may not ask about it; " + seeListing();
            default -> "the file or directory does not exist, or " + who + " may not do that";
        };
    }

    private static String seeListing() {
        return "dir() shows what is there";
    }

    private static String who(Optional<String> user) {
        return user.map(name -> "user " + name).orElse("the user");
    }
}
