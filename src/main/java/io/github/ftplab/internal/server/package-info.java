/** The server engine on Apache FtpServer and MINA: {@code ServerEngine} assembles the packages below. */
@NullMarked
package io.github.ftplab.internal.server;

import org.jspecify.annotations.NullMarked;
