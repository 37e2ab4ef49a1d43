/** The server's engine on Apache FtpServer and MINA. Not part of the public API. */
@NullMarked
package io.github.ftplab.server;

import org.jspecify.annotations.NullMarked;
