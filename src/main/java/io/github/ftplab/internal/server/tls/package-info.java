/** The server's certificate and TLS settings (RFC 4217). */
@NullMarked
package io.github.ftplab.internal.server.tls;

import org.jspecify.annotations.NullMarked;
