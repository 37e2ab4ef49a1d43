/**
 * How a session is encrypted (RFC 4217): whom to trust, and data connections that resume the control connection's
 * session.
 */
@NullMarked
package io.github.ftplab.internal.client.tls;

import org.jspecify.annotations.NullMarked;
