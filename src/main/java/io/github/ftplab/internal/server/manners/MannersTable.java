package io.github.ftplab.internal.server.manners;

import io.github.ftplab.Manners;
import io.github.ftplab.RemoteFile;
import io.github.ftplab.internal.server.listing.OtherFormats;
import io.github.ftplab.internal.server.settings.ServerSettings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The servers that can be imitated. */
public final class MannersTable {

    private MannersTable() {}

    /**
     * Makes the tables of a server.
     *
     * @param manners the server, or null
     * @param listing the function for the lines of LIST, or null for those of the server
     * @param texts the texts that were set, which are kept
     * @param tls whether TLS is offered
     * @return the tables, or null if no other server is imitated
     */
    public static @Nullable ServerManners of(
            @Nullable Manners manners,
            @Nullable Function<RemoteFile, String> listing,
            ServerSettings.Texts texts,
            boolean tls) {
        if (manners == null && listing == null) {
            return null;
        }
        var tables = manners == null ? ServerManners.builder() : of(manners, tls);
        if (listing != null) {
            // Clients would not use LIST otherwise.
            tables.listing((zone, directory) -> OtherFormats.of(listing)).lacks("MLSD", "MLST");
        }
        if (texts.hasOwnWelcome()) {
            tables.keep("PASS", 230);
        }
        if (texts.hasOwnGoodbye()) {
            tables.keep("QUIT", 221);
        }
        return tables.build();
    }

    private static ServerManners.Builder of(Manners manners, boolean tls) {
        return switch (manners) {
            case VSFTPD -> UnixServers.vsftpd(tls);
            case PROFTPD -> UnixServers.proftpd(tls);
            case PURE_FTPD -> UnixServers.pureFtpd(tls);
            case PYFTPDLIB -> PythonServers.pyftpdlib(tls);
            case APACHE -> JavaServers.apache(tls);
            case IIS -> WindowsServers.iis(tls);
            case FILEZILLA_SERVER -> WindowsServers.fileZilla(tls);
            case ZOS -> OtherServers.zos();
            case OPEN_VMS -> OtherServers.openVms();
            case OS400 -> OtherServers.os400();
            case NETWARE -> OtherServers.netware();
            case OS2 -> OtherServers.os2();
            case NETPRESENZ -> OtherServers.netPresenz();
            case ZVM -> OtherServers.zvm();
            case PUBLICFILE -> OtherServers.publicfile();
        };
    }
}
