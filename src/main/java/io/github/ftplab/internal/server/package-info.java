/** The server's engine on Apache FtpServer and MINA: {@code ServerEngine} puts the packages below together. */
@NullMarked
package io.github.ftplab.internal.server;

import org.jspecify.annotations.NullMarked;
