package io.github.ftplab.internal.server.manners;

import io.github.ftplab.Manners;
import io.github.ftplab.internal.server.settings.ServerSettings;
import org.jspecify.annotations.Nullable;

/** The servers that can be imitated. */
public final class MannersTable {

    private MannersTable() {}

    /**
     * Makes the tables of a server.
     *
     * @param manners the server, or null
     * @param texts the texts that were set, which are kept
     * @param tls whether TLS is offered
     * @return the tables, or null if no other server is imitated
     */
    public static @Nullable ServerManners of(@Nullable Manners manners, ServerSettings.Texts texts, boolean tls) {
        if (manners == null) {
            return null;
        }
        var tables = switch (manners) {
            case VSFTPD -> UnixServers.vsftpd(tls);
            case PROFTPD -> UnixServers.proftpd(tls);
            case PURE_FTPD -> UnixServers.pureFtpd(tls);
            case PYFTPDLIB -> PythonServers.pyftpdlib(tls);
            case IIS -> WindowsServers.iis(tls);
            case FILEZILLA_SERVER -> WindowsServers.fileZilla(tls);
            case ZOS -> OtherServers.zos();
            case OPEN_VMS -> OtherServers.openVms();
            case OS400 -> OtherServers.os400();
            case NETWARE -> OtherServers.netware();
            case PUBLICFILE -> OtherServers.publicfile();
        };
        if (texts.hasOwnWelcome()) {
            tables.keep("PASS", 230);
        }
        if (texts.hasOwnGoodbye()) {
            tables.keep("QUIT", 221);
        }
        return tables.build();
    }
}
