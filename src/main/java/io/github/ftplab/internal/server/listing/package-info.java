/** What a directory has in it, and how LIST, MLSD and MLST write that (RFC 959; RFC 3659, section 7). */
@NullMarked
package io.github.ftplab.internal.server.listing;

import org.jspecify.annotations.NullMarked;
