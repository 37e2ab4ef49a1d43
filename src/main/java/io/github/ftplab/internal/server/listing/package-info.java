/** Directory listings in the formats of LIST, NLST, MLSD and MLST (RFC 959; RFC 3659, section 7). */
@NullMarked
package io.github.ftplab.internal.server.listing;

import org.jspecify.annotations.NullMarked;
